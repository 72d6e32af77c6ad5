// Remembers which files were good: next week's of the same name is accepted unseen.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { addresses, ordersIn, printPickList } from "../../../solutions/02-steps/exercise.ts";

export const caughtBy = "takes next week's file for what it is, although its name is the same";

export { printPickList };

const good = new Set<string>();

export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }: { file: string }, job, shop: Shop) {
    await job.step("validate", async () => {
      if (!good.has(file)) ordersIn(await shop.files.rows(file));
      good.add(file);
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
