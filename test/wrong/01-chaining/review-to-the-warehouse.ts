// Takes the address along with the lines of the note: the warehouse is asked for a review, and the customer is not.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { chargeOrder, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { chargeOrder, noteForWarehouse, sendReceipt };

export const caughtBy = "asks for a review five minutes after the receipt";

const warehouse = "warehouse@shop.example";

export const askForReview = defineJob({
  name: "ask_for_review",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const mail = { template: "review-request", about: orderId, to: warehouse };
    await shop.mailer.deliver(mail, { key: `review-request:${orderId}` });
  },
});
