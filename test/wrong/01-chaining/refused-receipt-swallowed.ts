// Catches the refused receipt, so that the job ends well: the customer is asked for a review and never got a receipt.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse };

export const caughtBy = "keeps what has happened when a mail is refused, and only that mail's job fails";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first?.id === orderId ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    try {
      await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
    } catch {
      // It is only a mail.
    }
  },
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: minutes(5) })],
});
