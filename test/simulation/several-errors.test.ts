// What people found who tried to fool the proof: errors that come more than once, waits that end together, states without end.
import { describe, expect, test } from "vitest";
import { defineJob, type Job, jobRequest, seconds } from "#jobs";
import type { Order, Shop } from "#shop";
import { explore } from "#simulation";
import { charges, orders } from "./orders.ts";

const charge = (shop: Shop, order: Order) => shop.payments.charge(order, { key: `charge:${order.id}` });
const performing = (perform: (shop: Shop, job: Job) => Promise<void>) =>
  defineJob({ name: "charge_orders", perform: (_args: null, job, shop: Shop) => perform(shop, job) });

/** Tries so often in place, and goes on as if all were well. */
const trying = (times: number) =>
  performing(async (shop) => {
    const order = await shop.orders.find(1);
    for (let attempt = 0; attempt < times; attempt += 1) {
      try {
        await charge(shop, order);
        return;
      } catch {
        // once more
      }
    }
  });

describe("a service that fails more than once", () => {
  const wrong = {
    "two tries, and no error after them": trying(2),
    "three tries, and no error after them": trying(3),
    "a second round for what was refused, and no look at it": performing(async (shop) => {
      const all = await shop.orders.pending().toArray();
      const first = await Promise.allSettled(all.map((order) => charge(shop, order)));
      const refused = all.filter((_, index) => first[index]?.status === "rejected");
      await Promise.allSettled(refused.map((order) => charge(shop, order)));
    }),
    "an end in silence when all are refused": performing(async (shop) => {
      const all = await shop.orders.pending().toArray();
      const ended = await Promise.allSettled(all.map((order) => charge(shop, order)));
      if (ended.every(({ status }) => status === "rejected")) return;
      if (ended.some(({ status }) => status === "rejected")) throw new Error("Some were refused.");
    }),
    "an end in silence at the second error": performing(async (shop) => {
      let errors = 0;
      for await (const order of shop.orders.pending()) {
        try {
          await charge(shop, order);
        } catch {
          errors += 1;
          if (errors === 2) return;
          await charge(shop, order);
        }
      }
    }),
    "no key any more after two errors": performing(async (shop) => {
      for await (const order of shop.orders.pending()) {
        await charge(shop, order)
          .catch(() => charge(shop, order))
          .catch(() => shop.payments.charge(order));
      }
    }),
    "an end in silence when it fails after SIGTERM": performing(async (shop, job) => {
      for await (const order of shop.orders.pending()) {
        try {
          await charge(shop, order);
        } catch (error) {
          if (job.signal.aborted) return;
          throw error;
        }
      }
    }),
  };

  test.each(Object.entries(wrong))("shows %s", async (name, job) => {
    const ids = name.includes("tries") ? [1] : [1, 2];
    const { flaw } = await explore(job, { ...orders(...ids), effects: charges(...ids), inOrder: false });
    expect(flaw).toMatchObject({ kind: "problem" });
  });
});

test("jobs that wait for a short and for a long time may be due together, when nobody was there for long", async () => {
  const child = defineJob({
    name: "send_receipt",
    async perform({ id }: { id: number }, _job, shop: Shop) {
      await shop.mailer.deliver({ template: "receipt", about: id, to: "a@mail.example" }, { key: `receipt:${id}` });
    },
  });
  const parent = defineJob({
    name: "charge_orders",
    async perform(_args: null) {},
    followUps: () => [
      jobRequest(child, { id: 1 }, { wait: seconds(5) }),
      jobRequest(child, { id: 2 }, { wait: seconds(600) }),
    ],
  });
  const options = { ...orders(1), otherJobs: [child], effects: ["receipt 1", "receipt 2"] };
  expect((await explore(parent, options)).flaw).toMatchObject({ problem: { kind: "out of order" } });
});

test("a job whose every execution saves something new is told so before long", async () => {
  const counting = performing(async (shop, job) => {
    const begun = job.attribute("begun", 0);
    await job.step<number>("charge", { start: 0 }, async (step) => {
      begun.value += 1;
      await step.set(step.cursor);
      for await (const order of shop.orders.pending().after(step.cursor)) {
        await charge(shop, order);
        await step.set(order.id);
      }
    });
  });
  const { flaw, states } = await explore(counting, { ...orders(1, 2, 3), effects: charges(1, 2, 3) });
  expect(flaw?.kind).toBe("endless");
  expect(states).toBeLessThan(2_000);
});
