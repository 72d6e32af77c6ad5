// Another right answer: the load counts what it books, and the count is kept with the progress.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "./exercise.ts";

export { printPickList };

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    const booked = job.attribute("booked", 0);

    await job.step("validate", async () => {
      ordersIn(await shop.files.rows(file));
      const mail = { template: "accepted", about: file, to: addresses.marketplace };
      await shop.mailer.deliver(mail, { key: `${job.id}/accepted` });
    });

    await job.step("load", { isolated: true }, async () => {
      // The step may be repeated from its beginning, and so is the count.
      booked.value = 0;
      for (const order of ordersIn(await shop.files.rows(file))) {
        await shop.marketplace.book(order, { key: `book/${order.reference}` });
        booked.value += 1;
      }
    });

    await job.step("notify", async () => {
      const mail = { template: "imported", about: `${booked.value} orders from ${file}`, to: addresses.office };
      await shop.mailer.deliver(mail, { key: `${job.id}/imported` });
    });
  },
  followUps: ({ file }) => [jobRequest(printPickList, { file })],
});
