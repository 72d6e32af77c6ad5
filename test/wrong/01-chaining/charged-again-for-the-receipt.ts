// Charges once more before the receipt, "to be sure": when the bank declines that, a receipt is lost for an order that is paid.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, chargeOrder, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, chargeOrder, noteForWarehouse };

export const caughtBy = "writes to the warehouse about a customer's first order, and about no later one";

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: minutes(5) })],
});
