// What a proof must see: each kind of fault and each budget, with the smallest job that falls over it.
import { describe, expect, test } from "vitest";
import { defineIteration, defineJob, type Job, jobRequest } from "#jobs";
import { ServiceRefusedError, type Shop } from "#shop";
import {
  assertExactlyOnce,
  crash,
  decline,
  describeExploration,
  type Exploration,
  exploreDeploy,
  explore,
  loseAnswer,
  refuse,
  replay,
  replayToken,
  sigterm,
  simulate,
  slow,
  findProblems,
} from "#simulation";
import { careful, charges, chargingJob, orders } from "./orders.ts";

const three = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };

const messageOf = async (proof: Promise<Exploration>): Promise<string> =>
  await proof.then(describeExploration, (error: unknown) => (error as Error).message);

/** A job that charges each order, with further options. */
const charging = (options: object) =>
  defineJob({
    name: "charging",
    async perform(_args: null, job: Job, shop: Shop) {
      await job.step<number>("charge", async (step) => {
        for await (const order of shop.orders.pending().after(step.cursor)) {
          await shop.payments.charge(order, { key: `charge:${order.id}` });
          await step.set(order.id);
        }
      });
    },
    ...options,
  });

const receipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    await shop.mailer.deliver({ template: "receipt", about: orderId, to: "a@mail.example" }, { key: `r:${orderId}` });
  },
});

describe("a budget", () => {
  test("of two resumptions is used up by three SIGTERMs", async () => {
    const message = await messageOf(assertExactlyOnce(charging({ maxResumptions: 2 }), three));
    expect(message).toMatch("The job failed with ResumeLimitError");
    expect(message).toMatch(/faults: replay\("t\w+\.t\w+\.t\w+"\)/);
  });

  test("of errors may be used up where everybody sees it", async () => {
    expect((await explore(charging({ maxErrorResumptions: 1 }), three)).flaw).toBeUndefined();
    expect((await explore(charging({ retryOn: [{ errors: Error, attempts: 2 }] }), three)).flaw).toBeUndefined();
  });

  test("of executions without progress is used up by stops before the first piece of work", async () => {
    const hesitant = defineJob({
      name: "hesitant",
      maxResumptionsWithoutProgress: 1,
      async perform(_args: null, job: Job, shop: Shop) {
        await job.step<number>("charge", async (step) => {
          await step.checkpoint();
          for await (const order of shop.orders.pending().after(step.cursor)) {
            await shop.payments.charge(order, { key: `charge:${order.id}` });
            await step.set(order.id);
          }
        });
      },
    });
    expect(await messageOf(assertExactlyOnce(hesitant, three))).toMatch("The job failed with NoProgressError");
  });
});

describe("a count that code reads", () => {
  test("counts in followUps too", async () => {
    const forgetful = charging({
      followUps: (_args: null, job: Job) => (job.executions > 2 ? [] : [jobRequest(receipt, { orderId: 1 })]),
    });
    const options = { ...three, otherJobs: [receipt], effects: [...three.effects, "receipt 1"] };
    expect(await messageOf(assertExactlyOnce(forgetful, options))).toMatch("receipt 1 never happened");
  });

  test("counts in stopReason too", async () => {
    const odd = charging({
      stopReason: (job: Job) => (job.executions % 2 === 0 ? "odd" : undefined),
      maxResumptions: 1,
    });
    expect((await explore(odd, three)).flaw).toMatchObject({ kind: "problem", problem: { kind: "failed" } });
  });

  test("is told apart up to a bound that the sentence names", async () => {
    const late = chargingJob(async (order, shop, job, set) => {
      if (job.executions > 10) return;
      await shop.payments.charge(order, { key: `${order.id}` });
      await set();
    });
    expect(await messageOf(assertExactlyOnce(late, three))).toMatch(/charge \d never happened/);
    const never = chargingJob(async (order, shop, job, set) => {
      if (job.executions > 100) return;
      await shop.payments.charge(order, { key: `${order.id}` });
      await set();
    });
    expect(await messageOf(assertExactlyOnce(never, three))).toMatch(
      "proved for up to 20 executions (the job counts them)",
    );
  });
});

describe("the order of jobs", () => {
  const mailFirst = defineJob({
    name: "mail_first",
    async perform(_args: null, job: Job, shop: Shop) {
      await job.enqueue(receipt, { orderId: 1 }, { key: "receipt" });
      await shop.payments.charge(await shop.orders.find(1), { key: "charge:1" });
    },
  });

  test("after a crash is any: another job may come before the lease runs out", async () => {
    const options = { ...orders(1), otherJobs: [receipt], effects: ["charge 1", "receipt 1"] };
    const message = await messageOf(assertExactlyOnce(mailFirst, options));
    expect(message).toMatch("receipt 1 happened before charge 1");
    const [, token = ""] = /replay\("([^"]+)"\)/.exec(message) ?? [];
    const run = await simulate(mailFirst, { ...options, faults: replay(token) });
    expect(run.effects.map(({ effect }) => effect)).toEqual(["receipt 1", "charge 1"]);
  });

  test("may also be that the crashed job comes first", async () => {
    const options = { ...orders(1), otherJobs: [receipt], effects: ["receipt 1", "charge 1"] };
    const { flaw } = await explore(mailFirst, options);
    expect(flaw).toMatchObject({ kind: "problem", problem: { kind: "out of order" } });
    const run = await simulate(mailFirst, { ...options, faults: [crash({ after: "enqueue send_receipt", next: 1 })] });
    expect(run.effects.map(({ effect }) => effect)).toEqual(["charge 1", "receipt 1"]);
  });

  test("of equals and of priorities is kept when a state is taken up again", async () => {
    const child = defineJob({
      name: "child",
      priority: 1,
      async perform({ id }: { id: number }, _job, shop: Shop) {
        await shop.payments.charge(await shop.orders.find(id), { key: `${id}` });
      },
    });
    const parent = defineJob({
      name: "parent",
      async perform(_args: null, job: Job, shop: Shop) {
        await job.step<number>("fan out", async (step) => {
          for await (const { id } of shop.orders.pending().after(step.cursor)) {
            await job.enqueue(child, { id }, { key: `child:${id}` });
            await step.set(id);
          }
        });
      },
    });
    const options = { ...three, otherJobs: [child], progress: "payload" as const, inOrder: false };
    expect((await explore(parent, options)).flaw).toBeUndefined();
  });
});

describe("a stop request", () => {
  test("comes anywhere, once the job looks at its signal", async () => {
    const polite = defineJob({
      name: "polite",
      async perform(_args: null, job: Job, shop: Shop) {
        await job.step<number>("charge", async (step) => {
          for await (const order of shop.orders.pending().after(step.cursor)) {
            if (job.signal.aborted) return;
            await shop.payments.charge(order, { key: `charge:${order.id}` });
            await step.set(order.id);
          }
        });
      },
    });
    const run = await simulate(polite, { ...three, faults: [sigterm({ after: "open" })] });
    expect(run.effects).toEqual([]);
    const message = await messageOf(assertExactlyOnce(polite, three));
    expect(message).toMatch(/charge \d never happened/);
    expect(message).toMatch(/execution 1[^\n]*SIGTERM/);
  });

  test("finds out a loop that waits for it and lets nothing else happen", async () => {
    const stubborn = defineJob({
      name: "stubborn",
      async perform(_args: null, job: Job, shop: Shop) {
        for await (const order of shop.orders.pending()) {
          while (job.signal.aborted) continue;
          await shop.payments.charge(order, { key: `charge:${order.id}` });
        }
      },
    });
    const message = await messageOf(assertExactlyOnce(stubborn, three));
    expect(message.replaceAll(/\s+/g, " ")).toContain(
      "EndlessLoopError: A loop has asked job.signal 100,000 times and done nothing in between, so it never ends.",
    );
  });

  test("is judged although a crash has led to the same state before", async () => {
    const exploration = await explore(careful, three);
    expect(exploration.stops).toBeGreaterThan(3);
    const everySecond = defineJob({
      name: "every_second",
      async perform(_args: null, job: Job, shop: Shop) {
        await job.step<number>("charge", async (step) => {
          for await (const order of shop.orders.pending().after(step.cursor)) {
            await shop.payments.charge(order, { key: `charge:${order.id}` });
            if (order.id % 2 === 0) await step.set(order.id);
            else await step.checkpoint();
          }
        });
      },
    });
    const proof = assertExactlyOnce(everySecond, { ...three, redoneAfterCrash: 2, redoneAfterStop: 0 });
    expect(await messageOf(proof)).toMatch(/charge \d was done and asked for again/);
  });
});

describe("a service that fails", () => {
  const each = (body: (order: { id: number; totalCents: number }, shop: Shop) => Promise<void>) =>
    chargingJob(async (order, shop, _job, set) => {
      await body(order, shop);
      await set();
    });
  const charge = async (order: { id: number }, shop: Shop, key = `charge:${order.id}`) => {
    await shop.payments.charge(order as never, { key });
  };

  test("loses nothing of a job that lets the error pass, whether it was done or not", async () => {
    for (const fault of [refuse("charge 2"), loseAnswer("charge 2")]) {
      const run = await simulate(careful, { ...three, faults: [fault] });
      expect(findProblems(run, three)).toEqual([]);
      expect(run.requests.length).toBe(fault.kind === "refused" ? 3 : 4);
    }
    const all = await messageOf(assertExactlyOnce(careful, three));
    expect(all).toMatch("and services that fail before or after any effect");
  });

  test("is retried from the dead letters when the job fails of it", async () => {
    const run = await simulate(careful, { ...three, faults: [refuse("charge 1")] });
    expect(run.end).toBe("finished");
    expect(run.entries).toContainEqual(
      expect.objectContaining({ entry: "meanwhile", text: `${careful.name} is retried from the dead letters` }),
    );
  });

  test("says no once, when it is to, with the error of a service that refuses", async () => {
    const errors: unknown[] = [];
    const heard = each((order, shop) =>
      charge(order, shop).catch((error: unknown) => {
        errors.push(error);
        throw error;
      }),
    );
    const run = await simulate(heard, { ...three, faults: [decline("charge 1")] });
    expect(findProblems(run, three)).toEqual([]);
    expect(errors).toEqual([new ServiceRefusedError("payments", "charge 1")]);

    const discarding = { ...careful, discardOn: [{ errors: ServiceRefusedError }] };
    const dropped = await simulate(discarding, { ...three, faults: [decline("charge 1")] });
    expect(findProblems(dropped, three)).toMatchObject([{ kind: "lost", effect: "charge 1", others: 2 }]);
    // A service that is away for a moment says something else.
    const kept = await simulate(discarding, { ...three, faults: [refuse("charge 1")] });
    expect(findProblems(kept, three)).toEqual([]);
  });

  test("shows an error that is swallowed", async () => {
    const swallowing = each((order, shop) => charge(order, shop).catch(() => {}));
    expect(await messageOf(assertExactlyOnce(swallowing, three))).toMatch("charge 1 never happened");
    const inTry = each(async (order, shop) => {
      try {
        await charge(order, shop);
      } catch {
        // as if nothing had happened
      }
    });
    expect(await messageOf(assertExactlyOnce(inTry, three))).toMatch("charge 1 never happened");
  });

  test("shows a key that holds the number of the try", async () => {
    const stubborn = each(async (order, shop) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await charge(order, shop, `charge:${order.id}:${attempt}`);
        } catch (error) {
          if (attempt === 3) throw error;
        }
      }
    });
    expect(await messageOf(assertExactlyOnce(stubborn, three))).toMatch("charge 1 happened twice");
  });

  test("shows progress that is saved in finally", async () => {
    const finallySaving = chargingJob(async (order, shop, _job, set) => {
      try {
        await charge(order, shop);
      } finally {
        await set();
      }
    });
    expect(await messageOf(assertExactlyOnce(finallySaving, three))).toMatch("charge 1 never happened");
  });

  test("shows allSettled, and a rule that discards", async () => {
    const settled = defineJob({
      name: "settled",
      async perform(_args: null, _job: Job, shop: Shop) {
        const all = await shop.orders.pending().toArray();
        await Promise.allSettled(all.map((order) => charge(order, shop)));
      },
    });
    expect(await messageOf(assertExactlyOnce(settled, { ...three, inOrder: false }))).toMatch(
      /charge \d never happened/,
    );
    const discarding = charging({ discardOn: [{ errors: Error }] });
    expect(await messageOf(assertExactlyOnce(discarding, three))).toMatch("charge 1 never happened");
  });

  test("is no trouble for a batch that is sent side by side", async () => {
    const sideBySide = defineIteration({
      name: "side_by_side",
      build: (_args: null, enumerate, _job, shop: Shop) => enumerate.recordBatches(shop.orders.pending(), { size: 2 }),
      async each(batch, _args, _job, shop) {
        await Promise.all(batch.map((order) => charge(order, shop)));
      },
    });
    expect((await explore(sideBySide, { ...three, inOrder: false })).flaw).toBeUndefined();
  });
});

describe("work that nobody awaits", () => {
  const loose = (body: (order: never, shop: Shop, job: Job, set: () => Promise<void>) => Promise<void>) =>
    simulate(
      chargingJob(async (order, shop, job, set) => body(order as never, shop, job, set)),
      three,
    );

  test("is an error by name, though it comes to its end in time", async () => {
    const run = await loose(async (order, shop, _job, set) => {
      void shop.payments.charge(order, { key: `${(order as { id: number }).id}` });
      for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
      await set();
    });
    expect(run.error?.message).toMatch("shop.payments.charge(…) was called without await");
  });

  test("is an error where only what follows is not awaited", async () => {
    const run = await loose(async (order, shop, _job, set) => {
      void shop.payments.charge(order, { key: `${(order as { id: number }).id}` }).then(() => undefined);
      for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
      await set();
    });
    expect(run.error?.message).toMatch("shop.payments.charge(…).then(…) was called without await");
  });

  test("is none where it is awaited later, alone or together", async () => {
    for (const wait of [
      (call: Promise<unknown>) => call,
      (call: Promise<unknown>) => Promise.all([call, Promise.resolve()]),
      (call: Promise<unknown>) => call.then((answer) => answer).finally(() => {}),
      async (call: Promise<unknown>) => {
        await call;
      },
    ]) {
      const run = await loose(async (order, shop, _job, set) => {
        await wait(shop.payments.charge(order, { key: `${(order as { id: number }).id}` }));
        await set();
      });
      expect(run.error).toBeUndefined();
    }
  });
});

describe("a deploy", () => {
  test("of a version that has a flaw itself is refused with that flaw", async () => {
    const keyless = chargingJob(async (order, shop, _job, set) => {
      await shop.payments.charge(order);
      await set();
    });
    expect((await exploreDeploy(keyless, keyless, three)).flaw).toMatchObject({ kind: "problem" });
  });
});

describe("a token", () => {
  test("keeps before and after, the job that comes next, errors and a slow day", () => {
    const faults = [
      slow(),
      crash({ before: 12 }),
      crash({ after: 40, next: 3 }),
      sigterm({ before: 50 }),
      sigterm({ after: 51 }),
      refuse(60),
      loseAnswer(61),
    ];
    expect(replay(replayToken(faults))).toEqual(faults);
  });
});
