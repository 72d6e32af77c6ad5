import { describe, expect, test } from "vitest";
import { defineJob } from "#jobs";
import { openShop, pendingOrders, type Shop } from "#shop";
import {
  assertExactlyOnce,
  assertRedone,
  BrokenRule,
  describeExploration,
  type Exploration,
  explore,
  replay,
  simulate,
} from "#simulation";
import { careful, charges, chargingJob, keyless, orders } from "./orders.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const messageOf = async (proof: Promise<Exploration>): Promise<string> => {
  try {
    return describeExploration(await proof);
  } catch (error) {
    if (error instanceof BrokenRule) return `\n${error.message}\n`;
    throw error;
  }
};

/** A job with an object as its cursor, so that it can keep more than a place. */
const withNotes = <Notes extends { readonly done: number }>(
  start: Notes,
  each: (notes: Notes, shop: Shop, set: (notes: Notes) => Promise<void>, resumed: boolean) => Promise<void>,
) =>
  defineJob({
    name: "noting",
    async perform(_args: null, job, shop: Shop) {
      await job.step("charge", { start: start as never }, async (step) => {
        await each(step.cursor, shop, (notes) => step.set(notes as never), step.resumed);
      });
    },
  });

describe("a proof", () => {
  test("covers the states between all operations, and closes", async () => {
    const exploration = await explore(careful, { ...orders(1, 2, 3), effects: charges(1, 2, 3) });
    // The fresh state, opened, and for each order: charged, and saved; then the finished step, and the end. Then what is left when
    // the first charge fails: a dead letter, and a job whose step has begun.
    expect(exploration).toMatchObject({ states: 11, flaw: undefined, everyStop: true });
    expect(exploration.redoneAfterCrash).toBe(1);
    expect(exploration.redoneAfterStop).toBe(0);
  });

  test("grows with the items in states, not in faults", async () => {
    const states = async (count: number) =>
      (await explore(careful, { ...orders(...upTo(count)), effects: charges(...upTo(count)) })).states;
    expect([await states(10), await states(20), await states(40)]).toEqual([25, 45, 85]);
  });

  test("says in a sentence what it covers", async () => {
    const proof = assertExactlyOnce(careful, { ...orders(1, 2), effects: charges(1, 2) });
    expect(await messageOf(proof)).toMatch(
      /^proved for any number of crashes, a SIGTERM at every checkpoint, and services that fail before or after any effect, any two of the first process, or up to four times in a row; variables outside of the job were not begun anew, since a spec defines it; 9 states, \d+ runs, \d+ points; at most 1 redone after a crash, 0 after a stop$/,
    );
  });

  test("does not claim every SIGTERM for a long job", async () => {
    const exploration = await explore(careful, { ...orders(...upTo(30)), effects: charges(...upTo(30)) });
    expect(exploration.everyStop).toBe(false);
    expect(describeExploration(exploration)).toMatch("of the first execution and the first of every later one");
  });

  test("holds with progress in the payload too, at the price of more work redone", async () => {
    const exploration = await explore(careful, { ...orders(1, 2, 3), effects: charges(1, 2, 3), progress: "payload" });
    expect(exploration.flaw).toBeUndefined();
    expect(exploration.redoneAfterCrash).toBe(3);
    expect(exploration.redoneAfterStop).toBe(0);
  });

  test("follows what other people do while no worker is alive", async () => {
    const place = defineJob({
      name: "by_place",
      async perform(_args: null, job, shop: Shop) {
        await job.step<number>("charge", async (step) => {
          const list = await shop.orders.pending().toArray();
          for (const [index, order] of list.entries()) {
            if (index < (step.cursor ?? 0)) continue;
            await shop.payments.charge(order, { key: `${order.id}` });
            await step.set(index + 1);
          }
        });
      },
    });
    const scenario = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };
    expect((await explore(place, scenario)).flaw).toBeUndefined();
    const flaw = (await explore(place, { ...scenario, whileStopped: (shop) => void shop.settle() })).flaw;
    expect(flaw).toMatchObject({ kind: "problem", problem: { kind: "lost" } });
  });

  test("covers the jobs that a job enqueues", async () => {
    const receipt = defineJob({
      name: "send_receipt",
      async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
        await shop.mailer.deliver({ template: "receipt", about: orderId, to: "a@example.com" }, { key: `${orderId}` });
      },
    });
    const chained = (key: (id: number, execution: number) => string) =>
      chargingJob(async (order, shop, job, set) => {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await job.enqueue(receipt, { orderId: order.id }, { key: key(order.id, job.executions) });
        await set();
      });
    const scenario = {
      ...orders(1, 2),
      otherJobs: [receipt],
      inOrder: false,
      effects: [...charges(1, 2), "receipt 1", "receipt 2"],
    };
    expect(
      (
        await explore(
          chained((id) => `receipt:${id}`),
          scenario,
        )
      ).flaw,
    ).toBeUndefined();
  });
});

describe("a flaw", () => {
  test("comes with the fewest faults, the line that it comes from, and the way to see it again", async () => {
    expect(await messageOf(assertExactlyOnce(keyless, { ...orders(1, 2, 3), effects: charges(1, 2, 3) })))
      .toMatchInlineSnapshot(`
        "
        ✗ charge 1 happened twice.

          execution 1  charge 1 ✕ killed
          execution 2  charge 1 ▲ ● 2 ● 3 ● done
                       ● cursor saved   ✕ worker gone   ▲ second time

          Rule  Each effect happens exactly once, whatever happens to the worker.
          Next  Find ▲ above. The request had no key, so the service could not know that
                it came a second time.
          From  test/simulation/orders.ts:26 on, it could not end well any more.
          Again simulate(…, { …, faults: replay("c4") })
        "
      `);
  });

  test("that needs two faults is shown with two", async () => {
    const impatient = withNotes({ done: 0, tries: 0 }, async (notes, shop, set, resumed) => {
      const tries = notes.tries + (resumed ? 1 : 0);
      await set({ ...notes, tries });
      if (tries >= 2) return;
      for await (const order of shop.orders.pending().after(notes.done)) {
        await shop.payments.charge(order, { key: `${order.id}` });
        await set({ done: order.id, tries });
      }
    });
    const scenario = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };
    const { flaw } = await explore(impatient, scenario);
    expect(flaw).toMatchObject({ kind: "problem", problem: { kind: "lost" } });
    expect(await messageOf(assertExactlyOnce(impatient, scenario))).toMatchInlineSnapshot(`
      "
      ✗ charge 1 never happened, nor did 2 more.

        execution 1  from cursor {"done":0,"tries":0}: ● ✕ killed
        execution 2  from cursor {"done":0,"tries":0}: ● ✕ killed
        execution 3  from cursor {"done":0,"tries":1}: ● charge 1 ∅ done
                     ● cursor saved   ✕ worker gone   ∅ never happened

        Rule  Each effect happens exactly once, whatever happens to the worker.
        Next  Find the execution that passed over it. What did its cursor name, and
              what does the lookup leave out because of that?
        Again simulate(…, { …, faults: replay("c3.c6") })
      "
    `);
  });

  test("is found although it hides behind the count of executions", async () => {
    const giving = chargingJob(async (order, shop, job, set) => {
      if (job.resumptions >= 2) return;
      await shop.payments.charge(order, { key: `charge:${order.id}` });
      await set();
    });
    const newKeys = chargingJob(async (order, shop, job, set) => {
      await shop.payments.charge(order, { key: `charge:${order.id}:${Math.floor(job.executions / 3)}` });
      await set();
    });
    const scenario = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };
    expect(await messageOf(assertExactlyOnce(giving, scenario))).toMatch(/charge \d never happened/);
    expect(await messageOf(assertExactlyOnce(newKeys, scenario))).toMatch("charge 1 happened twice");
  });

  test("of too much work redone is a flaw only where a limit is set", async () => {
    const scenario = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };
    await assertExactlyOnce(careful, { ...scenario, redoneAfterCrash: 1, redoneAfterStop: 0 });
    await expect(assertExactlyOnce(careful, { ...scenario, redoneAfterCrash: 0 })).rejects.toThrow(
      "charge 1 was done and asked for again",
    );
  });

  test("is found where a catch swallows the Interrupt", async () => {
    const swallowing = chargingJob(async (order, shop, _job, set) => {
      await shop.payments.charge(order, { key: `${order.id}` });
      await set().catch(() => {});
    });
    await expect(assertExactlyOnce(swallowing, { ...orders(1, 2, 3), effects: charges(1, 2, 3) })).rejects.toThrow(
      "The job failed with InterruptSwallowedError",
    );
  });

  test("is found where only a crash that runs no finally can show it", async () => {
    const clinging = defineJob({
      name: "clinging",
      async perform(_args: null, job, shop: Shop) {
        await job.step<number>("charge", async (step) => {
          for await (const order of shop.orders.pending().after(step.cursor)) {
            try {
              await shop.payments.charge(order);
            } finally {
              await step.set(order.id);
            }
          }
        });
      },
    });
    await expect(assertExactlyOnce(clinging, { ...orders(1, 2), effects: charges(1, 2) })).rejects.toThrow(
      "charge 1 happened twice",
    );
  });
});

describe("a job that cannot be proved", () => {
  test("since it does not do the same twice", async () => {
    let turn = 0;
    const fickle = chargingJob(async (order, shop, _job, set) => {
      turn += 1;
      if (turn % 2 === 0)
        await shop.mailer.deliver({ template: "note", about: order.id, to: "a@example.com" }, { key: "n" });
      await shop.payments.charge(order, { key: `${order.id}` });
      await set();
    });
    const proof = assertExactlyOnce(fickle, { ...orders(1), effects: charges(1) });
    expect(await messageOf(proof)).toMatch(/did two different things: once charge 1, once note\n  1\./);
  });

  test("since its state never closes", async () => {
    let tick = 0;
    const dated = withNotes({ done: 0, at: 0 }, async (notes, shop, set) => {
      for await (const order of shop.orders.pending().after(notes.done)) {
        await set({ done: notes.done, at: (tick += 1) });
        await shop.payments.charge(order, { key: `${order.id}` });
        await set({ done: order.id, at: (tick += 1) });
      }
    });
    const proof = assertExactlyOnce(dated, { ...orders(1, 2), effects: charges(1, 2), maxStates: 200 });
    expect(await messageOf(proof)).toMatch(/has come to 20\d states and to no end of them: saved\s+progress\s+\(/);
  });

  test("since it can be stopped for ever", async () => {
    const hesitant = defineJob({
      name: "hesitant",
      async perform(_args: null, job, shop: Shop) {
        await job.step("charge", async (step) => {
          await step.checkpoint();
          for await (const order of shop.orders.pending()) await shop.payments.charge(order, { key: `${order.id}` });
        });
      },
    });
    const proof = assertExactlyOnce(hesitant, { ...orders(1, 2), effects: charges(1, 2) });
    expect(await messageOf(proof)).toMatch(/it\n  could be stopped for ever\./);
  });

  test("since it gives faults nothing to strike at", async () => {
    const idle = defineJob({ name: "idle", async perform(_args: null, _job, _shop: Shop) {} });
    expect(await messageOf(assertExactlyOnce(idle, { ...orders(1), effects: [] }))).toMatch(
      "✗ This proof expects no effects at all.",
    );
  });
});

describe("a replay token", () => {
  test("shows the same run again", async () => {
    const scenario = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };
    const message = await messageOf(assertExactlyOnce(careful, { ...scenario, redoneAfterCrash: 0 }));
    const [, token] = /replay\("([^"]+)"\)/.exec(message) ?? [];
    expect(token?.length).toBeLessThanOrEqual(40);
    const run = await simulate(careful, { ...scenario, faults: replay(token as string) });
    expect(() => assertRedone(run, { atMost: 0 })).toThrow("charge 1 was done and asked for again");
  });

  test("that is none is refused with an example", () => {
    expect(() => replay("x3")).toThrow('"x3" is no replay token. Copy the one that a failing spec prints');
  });
});

test("every story that an exploration tells can be told again by a simulation", async () => {
  // Both count points in the same way: what follows a fault would otherwise strike somewhere else.
  const jobs = [keyless, careful].flatMap((job) => [3, 5].map((count) => ({ job, count })));
  for (const { job, count } of jobs) {
    const rows = openShop({ orders: pendingOrders(...upTo(count)) }).rows;
    const scenario = { args: null, shop: () => openShop(rows), effects: charges(...upTo(count)), redoneAfterCrash: 0 };
    expect(await messageOf(assertExactlyOnce(job, scenario))).not.toMatch("never came to that place");
  }
});
