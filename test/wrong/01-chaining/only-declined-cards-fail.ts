// Lets only a declined card fail the job: when the bank cannot be reached, the order is taken for charged.
import { defineJob, jobRequest } from "#jobs";
import { ServiceRefusedError, type Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "loses nothing when a service fails for a moment";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    try {
      await shop.payments.charge(order, { key: `charge:${orderId}` });
    } catch (error) {
      if (error instanceof ServiceRefusedError) throw error;
    }
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first?.id === orderId ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
