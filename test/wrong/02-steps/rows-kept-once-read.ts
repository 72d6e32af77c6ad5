// Reads a file when the module has no rows yet: the second file is never read.
import { defineJob, jobRequest } from "#jobs";
import type { Booking, Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "../../../solutions/02-steps/exercise.ts";

export const caughtBy = "keeps two files apart that are imported in turns";

export { printPickList };

let orders: readonly Booking[] | undefined;

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    await job.step("validate", async () => {
      ordersIn(await shop.files.rows(file));
      const mail = { template: "accepted", about: file, to: addresses.marketplace };
      await shop.mailer.deliver(mail, { key: `accepted:${job.id}` });
    });
    await job.step("load", { isolated: true }, async () => {
      for (const order of (orders ??= ordersIn(await shop.files.rows(file)))) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
      }
    });
    await job.step("notify", async () => {
      const { length } = await shop.files.rows(file);
      const mail = { template: "imported", about: `${length} orders from ${file}`, to: addresses.office };
      await shop.mailer.deliver(mail, { key: `imported:${job.id}` });
    });
  },
  followUps: ({ file }) => [jobRequest(printPickList, { file })],
});
