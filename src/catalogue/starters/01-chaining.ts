// Lesson 01. Charge an order, and let one job lead to the next. The job that mails the receipt is there: read it first.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";

const warehouse = "warehouse@shop.example";
const notYet = 'Not written yet: open lessons/01-chaining/exercise.ts and read "Your task" in the README beside it.';

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    // TODO: replace this line: find the order and charge it.
    throw new Error(notYet);
  },
  async followUps({ orderId }, job, shop) {
    // TODO: return the jobs that follow once the order is charged.
    return [];
  },
});

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    // If this mail is asked for again, the mail service recognises it by its key and does not send it again.
    await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
  },
  async followUps({ orderId }, job, shop) {
    // TODO: return the job that follows once the receipt is out.
    return [];
  },
});

export const askForReview = defineJob({
  name: "ask_for_review",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    // TODO: replace this line: mail the review request to the customer.
    throw new Error(notYet);
  },
});

export const noteForWarehouse = defineJob({
  name: "note_for_warehouse",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    // TODO: replace this line: mail the note to the warehouse.
    throw new Error(notYet);
  },
});
