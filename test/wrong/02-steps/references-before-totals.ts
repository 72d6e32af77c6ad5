// Looks through all references, and through the totals after that: a bad total further up is told last.
import { defineJob, jobRequest } from "#jobs";
import type { Booking, CsvRow, Shop } from "#shop";
import { addresses, printPickList } from "../../../solutions/02-steps/exercise.ts";

export const caughtBy = "refuses a file with a bad row, and names the line, before anything is booked or mailed";

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
  followUps: ({ file }) => [jobRequest(printPickList, { file })],
});

function ordersIn(rows: readonly CsvRow[]): readonly Booking[] {
  const nameless = rows.findIndex((row) => !row["reference"]);
  if (nameless >= 0) throw new Error(`The order in line ${nameless + 2} has no reference.`);
  const wrong = rows.findIndex((row) => !/^\d+$/.test(row["total_cents"] ?? ""));
  if (wrong >= 0) throw new Error(`The total in line ${wrong + 2} is not a whole number of cents.`);
  return rows.map(({ reference = "", total_cents: cents }) => ({ reference, totalCents: Number(cents) }));
}
