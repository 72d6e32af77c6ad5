// What a job says is to follow: followUps only reads, and a time is a date as a real queue understands it.
import { describe, expect, test } from "vitest";
import { defineJob, type JobRequest, jobRequest, minutes } from "#jobs";
import { openShop, type Order, pendingOrders, type Shop } from "#shop";
import { assertFollows, rememberModule, simulate } from "#simulation";

const told = { template: "receipt", about: 7, to: "customer@mail.example" };
const sendReceipt = defineJob({
  name: "send_receipt",
  async perform(_args: { orderId: number }, _job, shop: Shop) {
    await shop.mailer.deliver(told, { key: "receipt:7" });
  },
});
const [order7] = pendingOrders(7) as [Order];
const scenario = { args: { orderId: 7 }, shop: () => openShop({ orders: pendingOrders(7) }), otherJobs: [sendReceipt] };

describe("followUps", () => {
  const followedBy = (followUps: (shop: Shop) => Promise<JobRequest[]>) =>
    defineJob({
      name: "charge_order",
      async perform(_args: { orderId: number }, _job, _shop: Shop) {},
      followUps: (_args, _job, shop) => followUps(shop),
    });

  test("may read all that there is to read", async () => {
    const reading = followedBy(async (shop) => {
      const order = await shop.orders.find(7);
      for await (const _ of shop.marketplace.orders()) throw new Error("There are none.");
      expect([order.id, await shop.customers.toArray()]).toEqual([7, []]);
      return [jobRequest(sendReceipt, { orderId: 7 })];
    });
    const run = await simulate(reading, scenario);
    expect([run.end, run.effects.map(({ effect }) => effect)]).toEqual(["finished", ["receipt 7"]]);
  });

  const effects: Readonly<Record<string, (shop: Shop) => unknown>> = {
    "shop.payments.charge": (shop) => shop.payments.charge(order7, { key: "charge:7" }),
    "shop.mailer.deliver": (shop) => shop.mailer.deliver(told),
    "shop.reports.publish": (shop) => shop.reports.publish({ customerId: 1, orders: 1, totalCents: 1 }),
    "shop.marketplace.book": (shop) => shop.marketplace.book({ reference: "M-7", totalCents: 1 }),
  };

  test.each(Object.entries(effects))("has no effect: %s, awaited or not", async (call, effect) => {
    for (const awaits of [true, false]) {
      const acting = followedBy(async (shop) => {
        const done = effect(shop);
        if (awaits) await done;
        return [];
      });
      const run = await simulate(acting, scenario);
      expect(run.effects).toEqual([]);
      expect(run.error?.message).toBe(
        `${call}(…) was called in followUps, which only reads and says what comes next. ` +
          "Call it in perform, or in the perform of a job that follows.",
      );
    }
  });
});

describe("the time at which a job is to run", () => {
  /** As a module would hold it whose clock is the virtual one. */
  const reviewAt = (at: (now: () => number) => number) => {
    const build = (now: () => number) => {
      const askForReview = defineJob({
        name: "ask_for_review",
        async perform(_args: { orderId: number }, _job, shop: Shop) {
          await shop.mailer.deliver({ ...told, template: "review-request" }, { key: "review-request:7" });
        },
      });
      const receipt = defineJob({
        ...sendReceipt,
        followUps: () => [jobRequest(askForReview, { orderId: 7 }, { at: at(now) })],
      });
      const enqueueing = defineJob({
        ...sendReceipt,
        async perform(args: { orderId: number }, job, shop: Shop) {
          await sendReceipt.perform(args, job, shop);
          await job.enqueue(askForReview, { orderId: 7 }, { at: at(now), key: "review" });
        },
      });
      return { askForReview, receipt, enqueueing };
    };
    const exports = build(Date.now);
    rememberModule(exports, (globals) => build(globals.Date.now));
    return exports;
  };

  test.each(["receipt", "enqueueing"] as const)("may be a date that the job has read (%s)", async (which) => {
    const jobs = reviewAt((now) => now() + minutes(5));
    const run = await simulate(jobs[which], { ...scenario, otherJobs: [jobs.askForReview] });
    assertFollows(run, { effect: "review-request 7", after: "receipt 7", waitMs: minutes(5), slackMs: 1_000 });
  });

  test("may be a time of the virtual clock, which begins at 0", async () => {
    const jobs = reviewAt(() => minutes(5));
    const run = await simulate(jobs.receipt, { ...scenario, otherJobs: [jobs.askForReview] });
    assertFollows(run, { effect: "review-request 7", after: "receipt 7", waitMs: minutes(4), slackMs: minutes(1) });
  });
});
