// Tells the office in a finally, so that it hears in any case: also of a load that has failed halfway.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "../../../solutions/02-steps/exercise.ts";

export const caughtBy = "tries a step again in which a service has failed";

export { printPickList };

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    await job.step("validate", async () => {
      ordersIn(await shop.files.rows(file));
      const mail = { template: "accepted", about: file, to: addresses.marketplace };
      await shop.mailer.deliver(mail, { key: `accepted:${job.id}` });
    });
    await job.step("load", { isolated: true }, async () => {
      let count = 0;
      try {
        for (const order of ordersIn(await shop.files.rows(file))) {
          await shop.marketplace.book(order, { key: `book:${order.reference}` });
          count += 1;
        }
      } finally {
        const mail = { template: "imported", about: `${count} orders from ${file}`, to: addresses.office };
        await shop.mailer.deliver(mail, { key: `imported:${job.id}` });
      }
    });
  },
  followUps: ({ file }) => [jobRequest(printPickList, { file })],
});
