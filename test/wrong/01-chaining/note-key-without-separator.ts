// Writes two ids side by side into the key of the note: order 5 of customer 55 is order 55 of customer 5.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, chargeOrder, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, chargeOrder, sendReceipt };

export const caughtBy = "keeps orders apart, one after another and side by side";

const warehouse = "warehouse@shop.example";

export const noteForWarehouse = defineJob({
  name: "note_for_warehouse",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const { customerId } = await shop.orders.find(orderId);
    const mail = { template: "warehouse-note", about: orderId, to: warehouse };
    await shop.mailer.deliver(mail, { key: `warehouse-note:${orderId}${customerId}` });
  },
});
