import { describe, expect, test } from "vitest";
import { defineJob, enqueue, jobRequest, minutes } from "#jobs";
import { openShop, pendingOrders, type Shop } from "#shop";
import {
  assertEnqueued,
  assertNoneEnqueued,
  assertPerformed,
  interruptAfterStep,
  interruptDuringStep,
  JobBench,
} from "#simulation";

const sendReceipt = defineJob({
  name: "send_receipt",
  queue: "mailers",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    await shop.mailer.deliver({ template: "receipt", about: orderId, to: "a@example.com" });
  },
});

const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    await shop.payments.charge(await shop.orders.find(orderId), { key: `charge:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(sendReceipt, { orderId }, { wait: minutes(5) })],
});

const chargeOrders = defineJob({
  name: "charge_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending().after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
    await job.step(
      "report",
      async () => void (await shop.reports.publish({ customerId: 1, orders: 1, totalCents: 1 })),
    );
  },
});

const newBench = () => {
  const shop = openShop({ orders: pendingOrders(1, 2, 3, 7) });
  return { shop, bench: new JobBench<Shop>({ jobs: [chargeOrder, chargeOrders, sendReceipt], services: shop }) };
};

describe("assertEnqueued", () => {
  test("finds a job by its arguments, queue and time", async () => {
    const { bench } = newBench();
    await enqueue(bench.queue, chargeOrder, { orderId: 7 });
    await bench.performDue();
    const receipt = await assertEnqueued(bench, sendReceipt, {
      args: { orderId: 7 },
      queue: "mailers",
      at: minutes(5),
    });
    expect(receipt.id).toBe("job-2");
  });

  test.each([
    { args: { orderId: 8 } },
    { args: { orderId: 7 }, queue: "default" },
    { args: { orderId: 7 }, at: 0 },
    { priority: 3 },
  ])("does not take another job for it: %o", async (expected) => {
    const { bench } = newBench();
    await enqueue(bench.queue, chargeOrder, { orderId: 7 });
    await bench.performDue();
    await expect(assertEnqueued(bench, sendReceipt, expected)).rejects.toThrow(
      /^Expected 'send_receipt'.* to be enqueued; found 'send_receipt' with {"orderId":7} on queue 'mailers' at 300000 ms\.$/,
    );
  });

  test("says so when nothing is enqueued", async () => {
    const { bench } = newBench();
    await expect(assertEnqueued(bench, sendReceipt)).rejects.toThrow(
      "Expected 'send_receipt' to be enqueued; nothing is.",
    );
  });
});

describe("assertNoneEnqueued", () => {
  test("is about all jobs, or about one definition", async () => {
    const { bench } = newBench();
    await assertNoneEnqueued(bench);
    await enqueue(bench.queue, chargeOrder, { orderId: 7 });
    await assertNoneEnqueued(bench, sendReceipt);
    await expect(assertNoneEnqueued(bench)).rejects.toThrow(
      "Expected that no such job is enqueued, found 'charge_order' with",
    );
  });
});

describe("performAll", () => {
  test("performs what is enqueued, now and later, and what follows from it", async () => {
    const { bench, shop } = newBench();
    await enqueue(bench.queue, chargeOrder, { orderId: 7 });
    await bench.performAll();
    expect(shop.ledger.effects.map(({ effect }) => effect)).toEqual(["charge 7", "receipt 7"]);
    expect(bench.clock.now()).toBe(minutes(5));
    assertPerformed(bench, sendReceipt, { args: { orderId: 7 } });
    await assertNoneEnqueued(bench);
  });

  test("gives up on a queue that does not run empty", async () => {
    const again = defineJob({
      name: "again",
      async perform(_args: null, job) {
        await job.enqueue(again, null, { key: `${job.id} again` });
      },
    });
    const bench = new JobBench({ jobs: [again], services: undefined });
    await enqueue(bench.queue, again, null);
    await expect(bench.performAll()).rejects.toThrow("The queue did not run empty within 10000 executions.");
  });
});

test("assertPerformed does not take an interrupted job for a performed one", async () => {
  const { bench } = newBench();
  await enqueue(bench.queue, chargeOrders, null);
  await interruptDuringStep(bench, chargeOrders, "charge", { cursor: 2 }, () => bench.performDue());
  expect(() => assertPerformed(bench, chargeOrders)).toThrow("Expected 'charge_orders' to be performed; nothing is.");
  await bench.performAll();
  assertPerformed(bench, chargeOrders);
});

describe("interruptDuringStep", () => {
  test("strikes at the cursor that it names, and nowhere else", async () => {
    const { bench, shop } = newBench();
    await enqueue(bench.queue, chargeOrders, null);
    await interruptDuringStep(bench, chargeOrders, "charge", { cursor: 2 }, () => bench.performDue());
    expect(shop.ledger.requests.map(({ effect }) => effect)).toEqual(["charge 1", "charge 2"]);
    await bench.performAll();
    expect(shop.ledger.requests.map(({ effect }) => effect)).toEqual([
      "charge 1",
      "charge 2",
      "charge 3",
      "charge 7",
      "report 1",
    ]);
  });

  test("hands the reason to the job", async () => {
    const { bench } = newBench();
    await enqueue(bench.queue, chargeOrders, null);
    const at = { cursor: 2, reason: "queue_paused" };
    await interruptDuringStep(bench, chargeOrders, "charge", at, () => bench.performDue());
    expect(bench.outcomes).toMatchObject([{ kind: "interrupted", reason: "queue_paused" }]);
  });

  test("fails when the cursor never has that value", async () => {
    const { bench } = newBench();
    await enqueue(bench.queue, chargeOrders, null);
    await expect(
      interruptDuringStep(bench, chargeOrders, "charge", { cursor: 5 }, () => bench.performDue()),
    ).rejects.toThrow("step 'charge' of job 'charge_orders' never had the cursor 5. Its cursors were 1, 2, 3, 7.");
  });

  test("fails when the step makes no checkpoint, or nothing ran", async () => {
    const { bench } = newBench();
    await expect(
      interruptDuringStep(bench, chargeOrders, "charge", { cursor: 1 }, () => bench.performDue()),
    ).rejects.toThrow("no checkpoint was made in step 'charge' of job 'charge_orders'");
  });

  test("ends with its body", async () => {
    const { bench } = newBench();
    await enqueue(bench.queue, chargeOrders, null);
    await interruptDuringStep(bench, chargeOrders, "charge", { cursor: 2 }, () => bench.performDue());
    await enqueue(bench.queue, chargeOrders, null);
    const outcomes = await bench.performAll();
    expect(outcomes.map(({ kind }) => kind)).toEqual(["completed", "completed"]);
  });
});

describe("interruptAfterStep", () => {
  test("strikes between two steps", async () => {
    const { bench, shop } = newBench();
    await enqueue(bench.queue, chargeOrders, null);
    await interruptAfterStep(bench, chargeOrders, "charge", {}, () => bench.performDue());
    expect(shop.ledger.effects.map(({ effect }) => effect)).toEqual(["charge 1", "charge 2", "charge 3", "charge 7"]);
    expect(bench.outcomes).toMatchObject([{ kind: "interrupted", progress: { completed: ["charge"] } }]);
  });

  test("fails after the last step, where there is no checkpoint", async () => {
    const { bench } = newBench();
    await enqueue(bench.queue, chargeOrders, null);
    await expect(interruptAfterStep(bench, chargeOrders, "report", {}, () => bench.performDue())).rejects.toThrow(
      "job 'charge_orders' made no checkpoint right after step 'report'",
    );
  });
});
