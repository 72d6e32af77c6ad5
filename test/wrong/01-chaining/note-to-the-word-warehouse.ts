// Writes the word "warehouse" where the constant with that name belongs: the note goes to an address that is none.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, chargeOrder, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, chargeOrder, sendReceipt };

export const caughtBy = "writes to the warehouse about a customer's first order, and about no later one";

export const noteForWarehouse = defineJob({
  name: "note_for_warehouse",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const mail = { template: "warehouse-note", about: orderId, to: "warehouse" };
    await shop.mailer.deliver(mail, { key: `warehouse-note:${orderId}` });
  },
});
