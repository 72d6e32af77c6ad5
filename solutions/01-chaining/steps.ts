// Another right answer: each part of the first job is a step, so that a later execution leaves out what is finished.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "./exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const isFirst = (await shop.orders.of(order.customerId).first())?.id === orderId;
    await job.step("charge", async () => {
      await shop.payments.charge(order, { key: `charge ${orderId}` });
    });
    await job.step("follow-ups", async () => {
      const following = isFirst ? [sendReceipt, noteForWarehouse] : [sendReceipt];
      await Promise.all(
        following.map((next) => job.enqueue(next, { orderId }, { key: `${next.name} after charge ${orderId}` })),
      );
    });
  },
});
