// Mails the receipt inside the charge job, with a catch around it: when it is refused, nobody hears of it.
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
    const { email } = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: email };
    try {
      await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
      await job.enqueue(askForReview, { orderId }, { key: `review:${orderId}`, wait: minutes(5) });
    } catch {
      // The charge has been made: a mail must not undo it.
    }
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    return first?.id === orderId ? [jobRequest(noteForWarehouse, { orderId })] : [];
  },
});
