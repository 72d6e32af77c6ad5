// Hands the order from perform to followUps in a variable of the module, which another job changes in between.
import { defineJob, jobRequest } from "#jobs";
import type { Order, Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "keeps orders apart, one after another and side by side";

let current: Order | undefined;

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    current = await shop.orders.find(orderId);
    await shop.payments.charge(current, { key: `charge:${orderId}` });
  },
  async followUps({ orderId }, _job, shop) {
    const first = current && (await shop.orders.of(current.customerId).first());
    const receipt = jobRequest(sendReceipt, { orderId });
    return first?.id === orderId ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
