// Imports the orders of a file in three steps: what is finished is skipped, and each step finds all it needs by itself.
import { defineJob, jobRequest } from "#jobs";
import type { Booking, CsvRow, Shop } from "#shop";

export const addresses = {
  marketplace: "imports@market.example",
  office: "office@shop.example",
  warehouse: "warehouse@shop.example",
};

export const printPickList = defineJob({
  name: "print_pick_list",
  async perform({ file }: { file: string }, job, shop: Shop) {
    const mail = { template: "pick-list", about: file, to: addresses.warehouse };
    await shop.mailer.deliver(mail, { key: `pick-list:${job.id}` });
  },
});

export const importOrders = defineJob({
  name: "import_orders",
  // A mail belongs to one job, and so does its key. An order is booked once, whichever file it comes in.
  async perform({ file }: { file: string }, job, shop: Shop) {
    await job.step("validate", async () => {
      ordersIn(await shop.files.rows(file));
      const mail = { template: "accepted", about: file, to: addresses.marketplace };
      await shop.mailer.deliver(mail, { key: `accepted:${job.id}` });
    });

    await job.step("load", { isolated: true }, async () => {
      // Read again: the execution that validated these rows may be gone, and its variables with it.
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

/** Turns the rows of a file into orders; the first bad row is an error that names its line. */
export function ordersIn(rows: readonly CsvRow[]): readonly Booking[] {
  return rows.map(({ reference = "", total_cents: cents = "" }, index) => {
    // The first line of the file holds the names of the columns.
    const line = `line ${index + 2}`;
    if (reference === "") throw new Error(`The order in ${line} has no reference.`);
    if (!/^\d+$/.test(cents)) throw new Error(`The total in ${line} is "${cents}", not a whole number of cents.`);
    return { reference, totalCents: Number(cents) };
  });
}
