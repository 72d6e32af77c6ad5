// Performs the receipt job inside the charge job: when the receipt is refused, the charge has failed.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "charges the order once in calm weather";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    await sendReceipt.perform({ orderId }, job, shop);
    await job.enqueue(askForReview, { orderId }, { key: `review:${orderId}`, wait: minutes(5) });
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    return first?.id === orderId ? [jobRequest(noteForWarehouse, { orderId })] : [];
  },
});
