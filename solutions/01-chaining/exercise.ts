// Charges an order; what follows is declared with each job, and enqueued in the write that says that the job is done.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";

const warehouse = "warehouse@shop.example";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    // A crash after this line repeats the charge; the key makes the bank answer instead of charging again.
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
    await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: minutes(5) })],
});

export const askForReview = defineJob({
  name: "ask_for_review",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "review-request", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail, { key: `review-request:${orderId}` });
  },
});

export const noteForWarehouse = defineJob({
  name: "note_for_warehouse",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const mail = { template: "warehouse-note", about: orderId, to: warehouse };
    await shop.mailer.deliver(mail, { key: `warehouse-note:${orderId}` });
  },
});
