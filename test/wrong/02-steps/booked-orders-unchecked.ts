// Does not check rows of orders that this process has booked: what was good last week may be bad now.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "../../../solutions/02-steps/exercise.ts";

export const caughtBy = "takes next week's file for what it is, although its name is the same";

export { printPickList };

const booked = new Set<string | undefined>();

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    await job.step("validate", async () => {
      const rows = await shop.files.rows(file);
      // A known order stands for itself, so that the lines keep their numbers.
      ordersIn(rows.map((row) => (booked.has(row["reference"]) ? { ...row, total_cents: "0" } : row)));
      const mail = { template: "accepted", about: file, to: addresses.marketplace };
      await shop.mailer.deliver(mail, { key: `accepted:${job.id}` });
    });
    await job.step("load", { isolated: true }, async () => {
      for (const order of ordersIn(await shop.files.rows(file))) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        booked.add(order.reference);
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
