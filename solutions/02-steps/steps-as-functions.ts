// Another right answer: each step is a function of its own, and perform reads like a table of contents.
import { defineJob, type Job, jobRequest } from "#jobs";
import type { Booking, Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "./exercise.ts";

export { printPickList };

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    const nightly = new Import(file, job.id, shop);
    await job.step("validate", () => nightly.validate());
    await job.step("load", { isolated: true }, () => nightly.load());
    await job.step("notify", () => nightly.notify());
  },
  followUps: (args: { file: string }, job: Job) => [jobRequest(printPickList, args, { key: `pick-list:${job.id}` })],
});

/** It is made anew at each execution, so it holds what it was given and nothing that it found out. */
class Import {
  readonly #file: string;
  readonly #id: string;
  readonly #shop: Shop;

  constructor(file: string, id: string, shop: Shop) {
    this.#file = file;
    this.#id = id;
    this.#shop = shop;
  }

  async validate(): Promise<void> {
    await this.#orders();
    await this.#mail("accepted", this.#file, addresses.marketplace);
  }

  async load(): Promise<void> {
    for (const order of await this.#orders()) {
      await this.#shop.marketplace.book(order, { key: `book ${order.reference}` });
    }
  }

  async notify(): Promise<void> {
    const { length } = await this.#orders();
    await this.#mail("imported", `${length} orders from ${this.#file}`, addresses.office);
  }

  async #orders(): Promise<readonly Booking[]> {
    return ordersIn(await this.#shop.files.rows(this.#file));
  }

  async #mail(template: string, about: string, to: string): Promise<void> {
    await this.#shop.mailer.deliver({ template, about, to }, { key: `${template} of ${this.#id}` });
  }
}
