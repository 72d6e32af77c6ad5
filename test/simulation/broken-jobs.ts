// Jobs that go wrong in ways that a message names: in a file of their own, for it names the line as well.
import { defineJob, jobRequest } from "#jobs";
import type { Order, Shop } from "#shop";

type Arguments = { readonly orderId: number };

const job = (perform: (orderId: number, shop: Shop, execution: number) => Promise<unknown>) =>
  defineJob({
    name: "broken",
    async perform({ orderId }: Arguments, { executions }, shop: Shop) {
      await perform(orderId, shop, executions);
    },
  });

export const misspelled = job(async (orderId, shop) => {
  await shop.orders.find(orderId);
  // @ts-expect-error -- the mistake
  ordr.toString();
});

export const readsNothing = job(async () => (undefined as unknown as Order).id);

export const callsNothing = job(async (_orderId, shop) => (shop.orders as unknown as { look: () => void }).look());

export const forgetsOnResumption = job(async (orderId, shop, execution) => {
  const order = await shop.orders.find(orderId);
  await shop.payments.charge(order, { key: `charge:${orderId}` });
  if (execution > 1) throw new TypeError("no memory of it");
});

export const chargesAPromise = job(async (orderId, shop) => {
  await shop.payments.charge(shop.orders.find(orderId) as unknown as Order);
});

export const longKeys = job(async (orderId, shop, execution) => {
  const order = await shop.orders.find(orderId);
  await shop.payments.charge(order, { key: `charge-of-the-customer-for-the-order:${orderId}:execution-${execution}` });
});

export const keySometimes = job(async (orderId, shop, execution) => {
  const order = await shop.orders.find(orderId);
  await shop.payments.charge(order, execution > 1 ? { key: "k" } : {});
});

export const charge = defineJob({
  name: "charge",
  async perform({ orderId }: Arguments, _job, shop: Shop) {
    await shop.payments.charge(await shop.orders.find(orderId), { key: `charge:${orderId}` });
  },
});

export const oneKeyForAll = defineJob({
  name: "broken",
  async perform() {},
  followUps: () => [1, 2].map((orderId) => jobRequest(charge, { orderId }, { key: "charge" })),
});

/** Charges as somebody who thinks that each job is another one. */
export const chargeOfTheJob = defineJob({
  name: "charge_of_the_job",
  async perform({ orderId }: Arguments, { id }, shop: Shop) {
    await shop.payments.charge(await shop.orders.find(orderId), { key: id });
  },
});

export const enqueuesTwice = defineJob({
  name: "broken",
  async perform() {},
  followUps: ({ orderId }: Arguments) => [1, 2].map(() => jobRequest(chargeOfTheJob, { orderId })),
});

export const chargesAndHasCharged = defineJob({
  name: "broken",
  async perform({ orderId }: Arguments, _job, shop: Shop) {
    await shop.payments.charge(await shop.orders.find(orderId));
  },
  followUps: ({ orderId }: Arguments) => [jobRequest(chargeOfTheJob, { orderId })],
});

export const asksTwiceAndOnceMore = defineJob({
  name: "broken",
  async perform({ orderId }: Arguments, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    await shop.payments.charge(order);
  },
  followUps: ({ orderId }: Arguments) => [jobRequest(charge, { orderId })],
});

export const swallowsRefusals = job(async (orderId, shop) => {
  const order = await shop.orders.find(orderId);
  await shop.payments.charge(order, { key: `charge:${orderId}` }).catch(() => {});
});

export const discardsRefusals = defineJob({
  ...job(async (orderId, shop) => {
    await shop.payments.charge(await shop.orders.find(orderId), { key: `charge:${orderId}` });
  }),
  discardOn: [{ errors: Error }],
});

/** Begins all charges at once, and looks at no error. */
export const chargesSideBySide = defineJob({
  name: "charges_side_by_side",
  async perform(_args: null, _job, shop: Shop) {
    const orders = await shop.orders.pending().toArray();
    await Promise.allSettled(orders.map((order) => shop.payments.charge(order, { key: `charge:${order.id}` })));
  },
});

export const returnsAtItsSignal = defineJob({
  name: "returns_at_its_signal",
  async perform({ orderId }: { orderId: number }, own, shop: Shop) {
    await own.step("charge", async () => {
      if (own.signal.aborted) return;
      await shop.payments.charge(await shop.orders.find(orderId), { key: `charge:${orderId}` });
    });
  },
});

/** By what is wrong with them. */
export const brokenJobs = {
  misspelled,
  readsNothing,
  callsNothing,
  forgetsOnResumption,
  chargesAPromise,
  longKeys,
  keySometimes,
  oneKeyForAll,
  enqueuesTwice,
  chargesAndHasCharged,
  swallowsRefusals,
  discardsRefusals,
  returnsAtItsSignal,
};
