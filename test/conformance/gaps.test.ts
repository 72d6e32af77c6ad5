// What neither library promises and this engine does: the gap probes GP-01 to GP-08 and GP-13 to GP-17, by their ids.
import { describe, expect, it } from "vitest";
import {
  ConcurrentStepError,
  defineIteration,
  defineJob,
  enqueue,
  Interrupt,
  InterruptSwallowedError,
  type Job,
  type JobDefinition,
  type Json,
  type Lease,
  LeaseLostError,
  LeftoverProgressError,
  MemoryProgress,
  NoProgressError,
  NotJsonError,
  type Queue,
  StaleStepError,
  type Step,
} from "#jobs";
import { crash, pointsOf, type Run, sigterm, simulate } from "#simulation";
import { failure, newSetting } from "../jobs/setting.ts";
import { careful, charges, keyless, orders } from "../simulation/orders.ts";
import type { ContinuationJob } from "./continuation-language.ts";
import { performContinuation } from "./continuation-run.ts";
import { readRecording } from "./recording.ts";
import { rails } from "./rails.ts";

const requests = (run: Run) => run.requests.map(({ effect }) => effect);
const effects = (run: Run) => run.effects.map(({ effect }) => effect);

describe("GP-01 a crash after an effect, before its cursor is set", () => {
  const struck = { ...orders(1, 2, 3, 4, 5), faults: [crash({ after: "charge 3" })] };

  it("repeats that one effect when each checkpoint is saved", async () => {
    const run = await simulate(keyless, struck);
    expect(run.neverStruck).toEqual([]);
    expect(requests(run)).toEqual(charges(1, 2, 3, 3, 4, 5));
  });

  it("repeats the whole execution when progress is kept in the payload", async () => {
    const run = await simulate(keyless, { ...struck, progress: "payload" });
    expect(requests(run)).toEqual(charges(1, 2, 3, 1, 2, 3, 4, 5));
  });

  it("repeats no effect that has a key", async () => {
    for (const progress of ["each checkpoint", "payload"] as const) {
      expect(effects(await simulate(careful, { ...struck, progress }))).toEqual(charges(1, 2, 3, 4, 5));
    }
  });
});

describe("GP-02 a crash after a cursor is set, before it is saved", () => {
  it("repeats at most one effect, whichever save it strikes", async () => {
    const calm = await simulate(keyless, orders(1, 2, 3, 4, 5));
    const saves = pointsOf(calm).filter(({ kind }) => kind === "save");
    const repeated: number[] = [];
    for (const { number } of saves) {
      const run = await simulate(keyless, { ...orders(1, 2, 3, 4, 5), faults: [crash({ before: number })] });
      expect(run.neverStruck).toEqual([]);
      expect(new Set(requests(run))).toEqual(new Set(charges(1, 2, 3, 4, 5)));
      repeated.push(requests(run).length - 5);
    }
    // The last save is that of the finished step: all cursors are durable by then.
    expect(repeated).toEqual([1, 1, 1, 1, 1, 0]);
  });
});

/** A job that charges the orders 1 to 5 and notes each. */
function charging(charged: number[]): JobDefinition<null> {
  return defineJob<null>({
    name: "charging",
    perform: (_args, job) =>
      job.step<number>("charge", { start: 1 }, async (step) => {
        while (step.cursor <= 5) {
          charged.push(step.cursor);
          await step.advance();
        }
      }),
  });
}

/** Puts something else in the place of a queue's `release`. */
const withRelease =
  (release: (queue: Queue, ...args: Parameters<Queue["release"]>) => Promise<void>) =>
  (queue: Queue): Queue =>
    new Proxy(queue, {
      get: (target, property) => {
        if (property === "release") return (...args: Parameters<Queue["release"]>) => release(target, ...args);
        const member = Reflect.get(target, property) as unknown;
        return typeof member === "function" ? (member.bind(target) as unknown) : member;
      },
    });

describe("GP-03 going back to the queue is one write", () => {
  it("leaves one copy of the job on either side of it, and the old lease may not write any more", async () => {
    const copies: number[] = [];
    const leases: Lease[] = [];
    const wrap = withRelease(async (queue, lease, options) => {
      copies.push((await queue.jobs()).length);
      await queue.release(lease, options);
      copies.push((await queue.jobs()).length);
      leases.push(lease);
    });
    const charged: number[] = [];
    const job = charging(charged);
    const { clock, queue, perform, drain } = newSetting(wrap);
    await enqueue(queue, job, null);
    await perform([job], { stopReason: () => "deploy" });
    expect(copies).toEqual([1, 1]);
    const acknowledgeAgain = () => queue.acknowledge(leases[0] as Lease, []);
    await expect(acknowledgeAgain()).rejects.toThrow(LeaseLostError);
    clock.advance(5_000);
    // Another worker has it now, and dies.
    expect(await queue.lease({ leaseMs: 1_000 })).toBeDefined();
    await expect(acknowledgeAgain()).rejects.toThrow(LeaseLostError);
    await drain([job]);
    expect(charged).toEqual([1, 2, 3, 4, 5]);
  });

  it("a crash before or after it repeats nothing, and nothing is lost", async () => {
    for (const where of [{ before: "release" }, { after: "release" }]) {
      const faults = [sigterm({ after: "charge 2" }), crash(where)];
      const run = await simulate(keyless, { ...orders(1, 2, 3), faults });
      expect(run.neverStruck).toEqual([]);
      expect(run.end).toBe("finished");
      expect(requests(run)).toEqual(charges(1, 2, 3));
    }
  });
});

describe("GP-04 a queue that refuses to take the job back", () => {
  it("is an error for the worker, and the old payload is still there for the next one", async () => {
    let down = true;
    const wrap = withRelease(async (queue, lease, options) => {
      if (down) throw new Error("the queue is down");
      await queue.release(lease, options);
    });
    const charged: number[] = [];
    const job = charging(charged);
    const { queue, perform, drain } = newSetting(wrap);
    await enqueue(queue, job, null);
    await expect(perform([job], { stopReason: () => "deploy" })).rejects.toThrow("the queue is down");
    expect(await queue.jobs()).toMatchObject([{ id: "job-1", resumptions: 0 }]);

    down = false;
    const outcomes = await drain([job]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["completed"]);
    expect(charged).toEqual([1, 1, 2, 3, 4, 5]);
  });
});

describe("GP-05 a stop at every checkpoint, and at every pair of them", () => {
  const fixtures = [
    "steps-linear-four",
    "isolated-third-of-four",
    "isolated-first-and-last",
    "cursor-advance-from-ids",
    "cursor-nested-array",
    "cursor-nested-array-empty-groups",
    "cursor-nested-three-levels",
    "cursor-drain-checkpoint",
    "cursor-plain-cursor-plain",
  ];
  const { scenarios } = readRecording<ContinuationJob>(rails.file);

  /** What the job did in its steps, and which stop questions were answered yes. */
  async function perform(job: ContinuationJob, interruptAt: readonly number[]) {
    const { trace, checks } = await performContinuation(job, interruptAt);
    const done = trace.filter(({ event, step }) => event === "item" || (event === "log" && step !== undefined));
    const struck = trace.filter(({ event, stop }) => event === "check" && stop === true);
    return { done, checks, struck: struck.map((check) => check["n"]) };
  }

  it.each(fixtures)("changes nothing about what %s does", async (id) => {
    const job = scenarios.find((scenario) => scenario.id === id)?.job as ContinuationJob;
    const calm = await perform(job, []);
    expect(calm.done.length).toBeGreaterThan(0);
    for (let first = 1; first <= calm.checks; first += 1) {
      const once = await perform(job, [first]);
      expect(once).toMatchObject({ done: calm.done, struck: [first] });
      for (let second = first + 1; second <= once.checks; second += 1) {
        expect(await perform(job, [first, second])).toMatchObject({ done: calm.done, struck: [first, second] });
      }
    }
  });
});

/** Performs a job once; it is asked to stop at each checkpoint if `stop` says so. */
async function performOnce(body: (job: Job) => Promise<void>, { stop = false, progress = {} } = {}) {
  const setting = newSetting();
  const job = defineJob<null>({ name: "job", perform: (_args, context) => body(context) });
  await enqueue(setting.queue, job, null, progress);
  const outcome = await setting.perform([job], stop ? { stopReason: () => "deploy" } : {});
  return { ...setting, outcome };
}

const inStep = (body: (step: Step<Json>) => Promise<void>) => (job: Job) => job.step<Json>("step", body);

describe("GP-06 a catch around everything", () => {
  it("cannot hide the stop request: the execution ends with an error that names the step", async () => {
    const ran: number[] = [];
    const { outcome } = await performOnce(
      inStep(async (step) => {
        for (const item of [1, 2, 3]) {
          try {
            ran.push(item);
            await step.set(item);
          } catch {
            // Swallowed.
          }
        }
      }),
      { stop: true },
    );
    expect(failure(outcome)).toBeInstanceOf(InterruptSwallowedError);
    expect(failure(outcome).message).toContain("in step 'step'");
    expect(outcome?.progress.current).toEqual({ step: "step", cursor: 1 });
    expect(ran).toEqual([1, 2, 3]);
  });
});

describe("GP-07 saved progress in a step that is gone", () => {
  it("is an error, not a job that is done", async () => {
    const progress = { completed: [], current: { step: "b", cursor: 5 } };
    const { outcome } = await performOnce((job) => job.step("a", () => {}), { progress: { progress } });
    expect(failure(outcome).message).toContain("'b'");
    const skipped = await performOnce(async () => {}, { progress: { progress } });
    expect(failure(skipped.outcome)).toBeInstanceOf(LeftoverProgressError);
  });
});

describe("GP-08 a cursor that JSON would change", () => {
  it.each([new Date(0), new Map(), Number.NaN, undefined, 1n, { at: new Set() }])(
    "is refused when it is set, not when the job resumes: %s",
    async (value) => {
      const { outcome } = await performOnce(inStep((step) => step.set(value as unknown as Json)));
      expect(failure(outcome)).toBeInstanceOf(NotJsonError);
    },
  );

  it("changed in place afterwards does not leak into saved progress, and still counts as moved when set", async () => {
    const cursor = [0, 0];
    const moved: boolean[] = [];
    const { queue } = await performOnce(
      inStep(async (step) => {
        await step.set(cursor).catch((error: unknown) => {
          cursor[1] = 99;
          moved.push(step.advanced);
          throw error;
        });
      }),
      { stop: true },
    );
    expect(moved).toEqual([true]);
    expect(await queue.jobs()).toMatchObject([{ progress: { current: { cursor: [0, 0] } } }]);
  });
});

describe("GP-13 a batch size that changes while jobs are under way", () => {
  it("loses and repeats no row: the cursor is the key of a row, not the number of a batch", async () => {
    const rows = Array.from({ length: 11 }, (_, index) => ({ id: index + 1 }));
    const source = {
      async *after(id: number | undefined) {
        yield* rows.filter((row) => row.id > (id ?? 0));
      },
    };
    for (const sizeAfterwards of [1, 3, 5]) {
      const done: number[] = [];
      const batches = (size: number) =>
        defineIteration({
          name: "batches",
          build: (_args: null, from) => from.recordBatches(source, { size }),
          each: (batch) => void done.push(...batch.map(({ id }) => id)),
        });
      const { queue, perform, drain } = newSetting();
      await enqueue(queue, batches(2), null);
      await perform([batches(2)], { stopReason: () => (done.length === 10 ? "deploy" : undefined) });
      expect(done).toHaveLength(10);
      await drain([batches(sizeAfterwards)]);
      expect(done).toEqual(rows.map(({ id }) => id));
    }
  });
});

describe("GP-14 a job that is interrupted a thousand times", () => {
  it("has a payload that does not grow", async () => {
    const total = 1_000;
    const counting = defineJob<null>({
      name: "counting",
      perform: (_args, job) =>
        job.step<number>("count", { start: 1_000_000 }, async (step) => {
          while (step.cursor < 1_000_000 + total) await step.advance();
        }),
    });
    const { clock, queue, perform } = newSetting();
    await enqueue(queue, counting, null);
    const sizes: number[] = [];
    for (let execution = 1; execution <= total; execution += 1) {
      await perform([counting], { stopReason: () => "deploy" });
      clock.advance(5_000);
      sizes.push(JSON.stringify(await queue.jobs()).length);
    }
    expect(await queue.jobs()).toMatchObject([{ executions: total, tally: { interruptions: total } }]);
    // The numbers in it gain some digits: three counters go from 1 to 1,000, two times from seconds to weeks.
    expect((sizes.at(-1) ?? 0) - (sizes[0] ?? 0)).toBeLessThanOrEqual(25);
    expect(Math.max(...sizes)).toBeLessThan(400);
  });
});

describe("GP-15 an item that always fails", () => {
  it("can be parked after some tries: the rest is done, and the job knows which one it was", async () => {
    const done: number[] = [];
    const tries: number[] = [];
    const charge = (order: number) => {
      if (order === 61) tries.push(order);
      if (order === 61) throw new RangeError(`order ${order} is declined`);
      done.push(order);
    };
    const parked: number[] = [];
    const parking = defineJob<null>({
      name: "parking",
      retryOn: [{ errors: RangeError, attempts: 10 }],
      async perform(_args, job) {
        const failures = job.attribute("failures", 0);
        const aside = job.attribute<readonly number[]>("aside", []);
        await job.step<number>("charge", { start: 1 }, async (step) => {
          while (step.cursor <= 100) {
            try {
              charge(step.cursor);
            } catch (error) {
              if (error instanceof Interrupt) throw error;
              failures.value += 1;
              if (failures.value < 3) throw error;
              aside.value = [...aside.value, step.cursor];
              failures.value = 0;
            }
            await step.advance();
          }
        });
        await job.step("report", () => void parked.push(...aside.value));
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, parking, null);
    const outcomes = await drain([parking], { progress: new MemoryProgress() });
    expect(outcomes.map(({ kind }) => kind)).toEqual(["resumed_after_error", "retried", "completed"]);
    expect(tries).toHaveLength(3);
    expect(done).toHaveLength(99);
    expect(parked).toEqual([61]);
  });
});

describe("GP-16 steps at the same time, and handles that are kept", () => {
  it("two steps at once are an error", async () => {
    const { outcome } = await performOnce(async (job) => {
      const slow = () => new Promise<void>((resolve) => setImmediate(resolve));
      await Promise.all([job.step("one", slow), job.step("two", slow)]);
    });
    expect(failure(outcome)).toBeInstanceOf(ConcurrentStepError);
  });

  it("a handle used after its step is an error, and does not move the saved cursor", async () => {
    const { outcome } = await performOnce(async (job) => {
      let kept: Step<Json> | undefined;
      await job.step<Json>("one", (step) => void (kept = step));
      await job.step<Json>("two", async () => await kept?.set(7));
    });
    expect(failure(outcome)).toBeInstanceOf(StaleStepError);
    expect(outcome?.progress).toEqual({ completed: ["one"], current: { step: "two" } });
  });
});

describe("GP-17 a job that goes back again and again without progress", () => {
  it("ends in NoProgressError after as many executions as its definition allows", async () => {
    const stuck = (limit?: number) =>
      defineJob<null>({
        name: "stuck",
        ...(limit !== undefined && { maxResumptionsWithoutProgress: limit }),
        perform: (_args, job) => job.step("wait", (step) => step.checkpoint()),
      });
    for (const [job, limit] of [
      [stuck(3), 3],
      [stuck(), 25],
    ] as const) {
      const { queue, drain } = newSetting();
      await enqueue(queue, job, null);
      const outcomes = await drain([job], { stopReason: () => "deploy" });
      expect(outcomes).toHaveLength(limit + 1);
      expect(failure(outcomes.at(-1))).toBeInstanceOf(NoProgressError);
    }
  });

  it("is not fooled by a cursor that is set to an equal value", async () => {
    const { outcome } = await performOnce((job) =>
      job.step<readonly number[]>("step", { start: [0, 0] }, async (step) => {
        await step.set([0, 1]);
        await step.set([0, 0]);
        throw new RangeError("declined");
      }),
    );
    expect(failure(outcome)).toBeInstanceOf(RangeError);
  });

  it("an execution with progress begins the count anew", async () => {
    const halting = defineJob<null>({
      name: "halting",
      maxResumptionsWithoutProgress: 2,
      perform: (_args, job) =>
        job.step<number>("count", { start: 0 }, async (step) => {
          while (step.cursor < 4) {
            await step.checkpoint();
            await step.advance();
          }
        }),
    });
    let asked = 0;
    const { queue, drain } = newSetting();
    await enqueue(queue, halting, null);
    // Two executions that stop at once, then one that advances first; over and over.
    const outcomes = await drain([halting], { stopReason: () => ((asked += 1) % 4 === 3 ? undefined : "deploy") });
    expect(outcomes.filter(({ kind }) => kind === "interrupted")).toHaveLength(12);
    expect(outcomes.at(-1)?.kind).toBe("completed");
  });
});
