// Jobs that are wrong in ways that no catalogue knows: none of them may be given a name.
import { defineJob, type Job, type Step } from "#jobs";
import type { Shop } from "#shop";

const strange = (body: (step: Step<number>, shop: Shop, day: string, job: Job) => Promise<void>) =>
  defineJob({
    name: "charge_orders",
    async perform({ day }: { day: string }, job, shop: Shop) {
      await job.step<number>("charge", (step) => body(step, shop, day, job));
    },
  });

/** By what they do. */
export const strangers = {
  "fails at once": strange(async () => {
    throw new Error("Not written yet");
  }),
  "does nothing": strange(async () => undefined),
  "charges the first order only": strange(async (step, shop, day) => {
    const order = await shop.orders.pending({ day }).first();
    if (order) await shop.payments.charge(order, { key: `charge:${order.id}` });
    await step.checkpoint();
  }),
  "charges backwards": strange(async (step, shop, day) => {
    for (const order of (await shop.orders.pending({ day }).toArray()).toReversed()) {
      if (order.id >= (step.cursor ?? Infinity)) continue;
      await shop.payments.charge(order, { key: `charge:${order.id}` });
      await step.set(order.id);
    }
  }),
  "charges each order twice": strange(async (step, shop, day) => {
    for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
      await shop.payments.charge(order, { key: `first:${order.id}` });
      await shop.payments.charge(order, { key: `second:${order.id}` });
      await step.set(order.id);
    }
  }),
  "leaves out every second order when it is resumed": strange(async (step, shop, day) => {
    for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
      if (!step.resumed || order.id % 2 === 1) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
      }
      await step.set(order.id);
    }
  }),
  "leaves out the last order": strange(async (step, shop, day) => {
    for (const order of (await shop.orders.pending({ day }).toArray()).slice(0, -1)) {
      if (order.id <= (step.cursor ?? 0)) continue;
      await shop.payments.charge(order, { key: `charge:${order.id}` });
      await step.set(order.id);
    }
  }),
  "stops for good at the first SIGTERM": strange(async (step, shop, day, job) => {
    for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
      if (job.signal.aborted) return;
      await shop.payments.charge(order, { key: `charge:${order.id}` });
      if (!job.signal.aborted) await step.set(order.id);
    }
  }),
};
