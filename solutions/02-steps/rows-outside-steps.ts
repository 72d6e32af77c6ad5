// Another right answer: the rows are read outside steps at every execution, which is harmless, and the last step enqueues.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "./exercise.ts";

export { printPickList };

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    const orders = ordersIn(await shop.files.rows(file));
    const mail = (template: string, about: string, to: string) =>
      shop.mailer.deliver({ template, about, to }, { key: `${template}:${job.id}` });

    await job.step("validate", async () => {
      await mail("accepted", file, addresses.marketplace);
    });
    await job.step("load", { isolated: true }, async () => {
      for (const { reference, totalCents } of orders) {
        await shop.marketplace.book({ reference, totalCents }, { key: reference });
      }
    });
    await job.step("notify", async () => {
      await mail("imported", `${orders.length} orders from ${file}`, addresses.office);
    });
    await job.step("follow up", async () => {
      // The key keeps a second call, after a crash, from enqueuing a second job.
      await job.enqueue(printPickList, { file }, { key: `pick-list:${job.id}` });
    });
  },
});
