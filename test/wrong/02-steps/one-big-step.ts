// Puts everything into one step: there is no place between validating and loading where it could stop.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "../../../solutions/02-steps/exercise.ts";

export const caughtBy = "stops between two steps once SIGTERM has come";

export { printPickList };

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    await job.step("import", { isolated: true }, async () => {
      const orders = ordersIn(await shop.files.rows(file));
      const acceptance = { template: "accepted", about: file, to: addresses.marketplace };
      await shop.mailer.deliver(acceptance, { key: `accepted:${job.id}` });
      for (const order of orders) await shop.marketplace.book(order, { key: `book:${order.reference}` });
      const report = { template: "imported", about: `${orders.length} orders from ${file}`, to: addresses.office };
      await shop.mailer.deliver(report, { key: `imported:${job.id}` });
    });
  },
  followUps: ({ file }) => [jobRequest(printPickList, { file })],
});
