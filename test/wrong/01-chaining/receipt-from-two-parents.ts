// Lets the note lead to the receipt as well, "to be on the safe side": two jobs mail it, and the key of the mail hides it.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, chargeOrder, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, chargeOrder, sendReceipt };

export const caughtBy = "writes to the warehouse about a customer's first order, and about no later one";

const warehouse = "warehouse@shop.example";

export const noteForWarehouse = defineJob({
  name: "note_for_warehouse",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const mail = { template: "warehouse-note", about: orderId, to: warehouse };
    await shop.mailer.deliver(mail, { key: `warehouse-note:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(sendReceipt, { orderId })],
});
