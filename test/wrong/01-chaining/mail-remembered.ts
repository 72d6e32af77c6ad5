// Fills in one mail for the whole module: while a job waits for the customer's row, another one writes its own order into it.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { chargeOrder, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { chargeOrder, noteForWarehouse, sendReceipt };

export const caughtBy = "keeps orders apart, one after another and side by side";

const mail = { template: "review-request", about: 0, to: "" };

export const askForReview = defineJob({
  name: "ask_for_review",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    mail.about = orderId;
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    mail.to = customer.email;
    await shop.mailer.deliver(mail, { key: `review-request:${mail.about}` });
  },
});
