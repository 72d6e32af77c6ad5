// Lets the receipt of a first order follow from its note: it comes from the wrong parent, and hangs on a mail to the warehouse.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, sendReceipt };

export const caughtBy = "mails a receipt when the order has been charged";

const warehouse = "warehouse@shop.example";

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
    return first?.id === orderId ? [jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});

export const noteForWarehouse = defineJob({
  name: "note_for_warehouse",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const mail = { template: "warehouse-note", about: orderId, to: warehouse };
    await shop.mailer.deliver(mail, { key: `warehouse-note:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(sendReceipt, { orderId })],
});
