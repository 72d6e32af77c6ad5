// The frames that a learner sees where a proof used to say "proved": each kept as a text beside the others.
import { expect, test } from "vitest";
import { defineJob, type Job, type JobDefinition, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { assertExactlyOnce, replay, rememberModule, simulate } from "#simulation";
import { charges, orders } from "./orders.ts";

type ChargeJob = JobDefinition<null, Shop>;
type Globals = Pick<typeof globalThis, "Date">;
type Body = (shop: Shop, job: Job) => Promise<void>;

const three = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };

/** A job of a module that is evaluated anew for each process, as an exercise is. */
function ofModule(make: (globals: Globals) => Body): ChargeJob {
  const evaluate = (globals: Globals) => {
    const body = make(globals);
    const job = defineJob({ name: "charge_orders", perform: (_args: null, handle, shop: Shop) => body(shop, handle) });
    return { job };
  };
  const exports = evaluate(globalThis);
  rememberModule(exports, evaluate);
  return exports.job;
}

const loop = (each: (order: { id: number }, charge: (key: string) => Promise<unknown>, job: Job) => unknown) =>
  (async (shop, job) => {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending().after(step.cursor)) {
        const goesOn = await each(order, (key) => shop.payments.charge(order, { key }), job);
        if (goesOn === false) return;
        await step.set(order.id);
      }
    });
  }) satisfies Body;

const receipt = defineJob({
  name: "send_receipt",
  async perform(_args: null, _job, shop: Shop) {
    await shop.mailer.deliver({ template: "receipt", about: 1, to: "a@mail.example" }, { key: "receipt" });
  },
});

const cases: Readonly<Record<string, () => Promise<unknown>>> = {
  "order-of-jobs": () => {
    const mailFirst = defineJob({
      name: "charge_order",
      async perform(_args: null, job, shop: Shop) {
        await job.enqueue(receipt, null, { key: "receipt" });
        await shop.payments.charge(await shop.orders.find(1), { key: "charge:1" });
      },
    });
    return assertExactlyOnce(mailFirst, { ...orders(1), otherJobs: [receipt], effects: ["charge 1", "receipt 1"] });
  },
  "memory-of-the-module": () =>
    assertExactlyOnce(
      ofModule(() => {
        const seen = new Map<string, readonly number[]>();
        return async (shop, job) => {
          await job.step("find", async () => {
            seen.set(
              job.id,
              (await shop.orders.pending().toArray()).map(({ id }) => id),
            );
          });
          await job.step("charge", async () => {
            for (const id of seen.get(job.id) ?? []) {
              await shop.payments.charge(await shop.orders.find(id), { key: `charge:${id}` });
            }
          });
        };
      }),
      three,
    ),
  signal: () =>
    assertExactlyOnce(
      ofModule(() =>
        loop(async (order, charge, job) => {
          if (job.signal.aborted) return false;
          return await charge(`charge:${order.id}`);
        }),
      ),
      three,
    ),
  "key-of-the-day": () =>
    assertExactlyOnce(
      ofModule(({ Date: Today }) =>
        loop((order, charge) => charge(`${new Today().toISOString().slice(0, 10)}:${order.id}`)),
      ),
      three,
    ),
  "time-limit": () =>
    assertExactlyOnce(
      ofModule(({ Date: Now }) => async (shop, job) => {
        const begun = Now.now();
        await loop(async (order, charge) => {
          if (Now.now() - begun > 20_000) return false;
          return await charge(`charge:${order.id}`);
        })(shop, job);
      }),
      three,
    ),
  "time-limit-by-runtime": () =>
    assertExactlyOnce(
      ofModule(() =>
        loop(async (order, charge, job) => (job.runtimeMs > 20_000 ? false : await charge(`charge:${order.id}`))),
      ),
      three,
    ),
  "error-swallowed": () =>
    assertExactlyOnce(
      ofModule(() => loop((order, charge) => charge(`charge:${order.id}`).catch(() => {}))),
      three,
    ),
  "try-in-the-key": () =>
    assertExactlyOnce(
      ofModule(() =>
        loop(async (order, charge) => {
          for (let attempt = 1; attempt <= 3; attempt += 1) {
            try {
              return await charge(`charge:${order.id}:${attempt}`);
            } catch (error) {
              if (attempt === 3) throw error;
            }
          }
          return undefined;
        }),
      ),
      three,
    ),
  "not-awaited": () =>
    assertExactlyOnce(
      ofModule(() =>
        loop(async (order, charge) => {
          void charge(`charge:${order.id}`);
          for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
        }),
      ),
      three,
    ),
};

const frameOf = async (proof: Promise<unknown>): Promise<string> =>
  await proof.then(
    () => "proved",
    (error: unknown) => (error as Error).message,
  );

test.each(Object.entries(cases))("%s is shown as it is kept", async (name, prove) => {
  const frame = await frameOf(prove());
  expect(Math.max(...frame.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  await expect(`${frame}\n`).toMatchFileSnapshot(`golden/proof/${name}.txt`);
});

test("a right job that hands over from perform to followUps by its handle is proved: both are given the same", async () => {
  const found = new WeakMap<Job, number>();
  const handing = defineJob({
    name: "charge_orders",
    async perform(_args: null, job, shop: Shop) {
      const order = await shop.orders.find(1);
      found.set(job, order.id);
      await shop.payments.charge(order, { key: "charge:1" });
    },
    followUps: (_args, job) => (found.get(job) === 1 ? [jobRequest(receipt, null)] : []),
  });
  await assertExactlyOnce(handing, { ...orders(1), otherJobs: [receipt], effects: ["charge 1", "receipt 1"] });
});

test("executions on slow days begin at another minute, not only at another hour", async () => {
  const timed = ofModule(({ Date: Now }) =>
    loop((order, charge) => charge(`${order.id}:${new Now().toISOString().slice(14, 16)}`)),
  );
  await expect(assertExactlyOnce(timed, { ...orders(1), effects: ["charge 1"] })).rejects.toThrow(
    /charge 1 happened twice/,
  );
});

test("slow days are a fault that a run can have, too", async () => {
  const dated = ofModule(({ Date: Today }) =>
    loop((order, charge) => charge(`${new Today().toISOString().slice(0, 10)}:${order.id}`)),
  );
  const run = await simulate(dated, { ...three, faults: replay("z0.c4") });
  expect(run.effects.map(({ key }) => key)).toContain("2026-11-22:1");
  expect(run.elapsedMs).toBeGreaterThan(24 * 3_600_000);
});
