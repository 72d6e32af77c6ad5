// Enqueues the follow-up in the first step: it does not wait for the others.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "../../../solutions/02-steps/exercise.ts";

export const caughtBy = "leaves the pick list to a follow-up, which comes once, after the last step";

export { printPickList };

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    await job.step("validate", async () => {
      ordersIn(await shop.files.rows(file));
      const mail = { template: "accepted", about: file, to: addresses.marketplace };
      await shop.mailer.deliver(mail, { key: `accepted:${job.id}` });
      await job.enqueue(printPickList, { file }, { key: `pick-list:${job.id}` });
    });
    await job.step("load", async () => {
      for (const order of ordersIn(await shop.files.rows(file))) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
      }
    });
    await job.step("notify", async () => {
      const { length } = await shop.files.rows(file);
      const mail = { template: "imported", about: `${length} orders from ${file}`, to: addresses.office };
      await shop.mailer.deliver(mail, { key: `imported:${job.id}` });
    });
  },
});
