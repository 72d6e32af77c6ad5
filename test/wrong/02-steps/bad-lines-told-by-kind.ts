// Tells all bad lines, those without a reference first: whoever begins with the first one named goes down, and up again.
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
  const linesWhere = (isBad: (row: CsvRow) => boolean) =>
    rows.flatMap((row, index) => (isBad(row) ? [`line ${index + 2}`] : []));
  const problems = [
    ...linesWhere((row) => !row["reference"]).map((line) => `${line} has no reference`),
    ...linesWhere((row) => !/^\d+$/.test(row["total_cents"] ?? "")).map((line) => `${line} has a bad total`),
  ];
  if (problems.length > 0) throw new Error(`The file is refused: ${problems.join(", ")}.`);
  return rows.map(({ reference = "", total_cents: cents }) => ({ reference, totalCents: Number(cents) }));
}
