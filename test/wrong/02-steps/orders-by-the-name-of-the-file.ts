// Keeps what it has read by the name of the file: next week it books last week's orders.
import { defineJob, jobRequest } from "#jobs";
import type { Booking, Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "../../../solutions/02-steps/exercise.ts";

export const caughtBy = "takes next week's file for what it is, although its name is the same";

export { printPickList };

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    await job.step("validate", async () => {
      await ordersOf(file, shop);
      const mail = { template: "accepted", about: file, to: addresses.marketplace };
      await shop.mailer.deliver(mail, { key: `accepted:${job.id}` });
    });
    await job.step("load", { isolated: true }, async () => {
      for (const order of await ordersOf(file, shop)) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
      }
    });
    await job.step("notify", async () => {
      const { length } = await ordersOf(file, shop);
      const mail = { template: "imported", about: `${length} orders from ${file}`, to: addresses.office };
      await shop.mailer.deliver(mail, { key: `imported:${job.id}` });
    });
  },
  followUps: ({ file }) => [jobRequest(printPickList, { file })],
});

const known = new Map<string, readonly Booking[]>();

async function ordersOf(file: string, shop: Shop): Promise<readonly Booking[]> {
  const orders = known.get(file) ?? ordersIn(await shop.files.rows(file));
  known.set(file, orders);
  return orders;
}
