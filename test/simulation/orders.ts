// Small jobs and scenarios that the tests of this folder share.
import { defineJob, type Job } from "#jobs";
import { type Order, openShop, pendingOrders, type Shop } from "#shop";

/** A job that charges the pending orders in one step, each as `each` says. */
export const chargingJob = (each: (order: Order, shop: Shop, job: Job, set: () => Promise<void>) => Promise<void>) =>
  defineJob({
    name: "charge_orders",
    async perform(_args: null, job, shop: Shop) {
      await job.step<number>("charge", async (step) => {
        for await (const order of shop.orders.pending().after(step.cursor)) {
          await each(order, shop, job, () => step.set(order.id));
        }
      });
    },
  });

/** Charges with a key, then saves the cursor: nothing is wrong with it. */
export const careful = chargingJob(async (order, shop, _job, set) => {
  await shop.payments.charge(order, { key: `charge:${order.id}` });
  await set();
});

/** The same without a key. */
export const keyless = chargingJob(async (order, shop, _job, set) => {
  await shop.payments.charge(order);
  await set();
});

/** A call that begins when the job is done, and that nobody waits for. */
export const later = async (call: () => Promise<unknown>): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  await call();
};

export const orders = (...ids: number[]) => ({
  args: null,
  shop: () => openShop({ orders: pendingOrders(...ids) }),
});

export const charges = (...ids: number[]) => ids.map((id) => `charge ${id}`);
