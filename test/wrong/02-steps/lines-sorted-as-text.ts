// Collects the bad lines and sorts them as texts: line 10 comes before line 9.
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
  const badLines = rows.flatMap(({ reference = "", total_cents: cents = "" }, index) =>
    reference === "" || !/^\d+$/.test(cents) ? [String(index + 2)] : [],
  );
  const [line] = badLines.toSorted((one, other) => (one < other ? -1 : 1));
  if (line) throw new Error(`The order in line ${line} is not complete.`);
  return rows.map(({ reference = "", total_cents: cents }) => ({ reference, totalCents: Number(cents) }));
}
