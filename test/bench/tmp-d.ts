import { defineJob } from "#jobs";
import { openShop, pendingOrders, type Shop } from "#shop";
import { Explorer } from "../../src/simulation/explore/explorer.ts";
const receipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    await shop.mailer.deliver({ template: "receipt", about: orderId, to: "a@example.com" }, { key: `${orderId}` });
  },
});
const job = defineJob({
  name: "c",
  async perform(_a: null, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending().after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await job.enqueue(receipt, { orderId: order.id }, { key: `r${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
const options = {
  args: null,
  shop: () => openShop({ orders: pendingOrders(1, 2) }),
  otherJobs: [receipt],
  inOrder: false,
  effects: ["charge 1", "charge 2", "receipt 1", "receipt 2"],
};
for (const more of [
  {},
  {
    tells: {
      executions: new Set(["c"]),
      resumptions: new Set<string>(),
      interruptions: new Set<string>(),
      time: false,
      signal: false,
    },
    mostCounted: 6,
  },
]) {
  const t = performance.now();
  const ex = new Explorer(job as never, options as never, more);
  const { looks, flaw, ...e } = await ex.explore(null as never);
  console.log(performance.now() - t, e, flaw);
}
