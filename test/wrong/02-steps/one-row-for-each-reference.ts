// Puts the rows into a map by reference and checks what is in there: a bad row is gone when a good one takes its place.
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
  const byReference = new Map(rows.map((row, index) => [row["reference"] ?? "", { row, line: index + 2 }]));
  return [...byReference].map(([reference, { row, line }]) => {
    const { total_cents: cents = "" } = row;
    if (reference === "" || !/^\d+$/.test(cents)) throw new Error(`The order in line ${line} is not complete.`);
    return { reference, totalCents: Number(cents) };
  });
}
