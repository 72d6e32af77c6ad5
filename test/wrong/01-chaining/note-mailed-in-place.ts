// Mails the note inside the charge job: when it is refused, the charge job fails, and no receipt follows.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "charges the order once in calm weather";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    const first = await shop.orders.of(order.customerId).first();
    if (first?.id !== orderId) return;
    const mail = { template: "warehouse-note", about: orderId, to: "warehouse@shop.example" };
    await shop.mailer.deliver(mail, { key: `warehouse-note:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(sendReceipt, { orderId })],
});
