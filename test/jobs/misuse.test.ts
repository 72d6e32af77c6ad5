// Mistakes that would lose work silently: each is refused at once, by an error of its own that says what to do.
import { describe, expect, it } from "vitest";
import {
  ConcurrentCallError,
  ConcurrentStepError,
  defineJob,
  DuplicateStepError,
  enqueue,
  EnqueueOptionError,
  type Job,
  type JobError,
  MemoryProgress,
  NestedStepError,
  NotJsonError,
  StaleJobError,
  StaleStepError,
  type Step,
  StepNameError,
  UnawaitedCallError,
} from "#jobs";
import { failure, latch, newSetting, settle } from "./setting.ts";

const child = defineJob({ name: "child", async perform(_args: { orderId: number }) {} });
type NumberStep = Step<number, undefined>;
type Kind = new (...args: never) => JobError;

/** Performs a job that makes a mistake, and expects it to fail with this error, without going back to the queue. */
async function assertFails(perform: (job: Job) => Promise<void> | void, kind: Kind, message: string) {
  const setting = newSetting();
  const mistaken = defineJob({ name: "mistaken", perform: async (_args: null, job) => perform(job) });
  await enqueue(setting.queue, mistaken, null);
  const outcome = await setting.perform([mistaken]);
  const error = failure(outcome);
  expect(error.message).toBe(message);
  expect(error).toBeInstanceOf(kind);
  expect(error.name).toBe(kind.name);
  expect(await setting.queue.deadLetters()).toHaveLength(1);
  expect((await setting.queue.jobs()).filter((job) => job.name === "mistaken")).toEqual([]);
  return { ...setting, outcome };
}

const inStep = (body: (step: NumberStep, job: Job) => Promise<void> | void) => (job: Job) =>
  job.step<number>("charge", (step) => body(step, job));

const nothing = () => {};

const counted = async (step: NumberStep) => {
  for (const cursor of [1, 2, 3]) await step.set(cursor);
};

const forgottenEnqueue = (job: Job) => void job.enqueue(child, { orderId: 1 }, { key: "k" });

const keepHandle = async (job: Job): Promise<NumberStep> => {
  let handle: NumberStep | undefined;
  await job.step<number>("charge", (step) => void (handle = step));
  return handle as NumberStep;
};

const unawaited = (call: string) =>
  `${call} was called without await, so the job went on before it was done. Write \`await ${call}\`.`;

const stale = (call: string) =>
  `${call} was called after step 'charge' had ended. ` +
  "Use the handle only inside the body of its own step, and await everything in there.";

const notJson = (found: string, place = "") =>
  `Cannot store the cursor of step 'charge'${place}: found ${found}, which JSON would lose or change. ` +
  "Use strings, finite numbers, booleans, null, arrays and plain objects; write a date as a string.";

describe("a step that is met twice", () => {
  const message = "Step 'charge' has already been encountered. Give each step of a job its own name.";

  it("is refused", () =>
    assertFails(
      async (job) => {
        await job.step("charge", nothing);
        await job.step("charge", nothing);
      },
      DuplicateStepError,
      message,
    ));

  it("is refused inside itself as well", () =>
    assertFails((job) => job.step("charge", () => job.step("charge", nothing)), DuplicateStepError, message));
});

describe("a step inside another", () => {
  const message = "Step 'inner' is nested inside step 'charge'. Start it after 'charge' has ended, one level up.";

  it("is refused", () =>
    assertFails((job) => job.step("charge", () => job.step("inner", nothing)), NestedStepError, message));

  it("is refused after an await and after progress", () =>
    assertFails(
      inStep(async (step, job) => {
        await step.set(1);
        await settle();
        await job.step("inner", nothing);
      }),
      NestedStepError,
      message,
    ));

  it.each<[string, (job: Job) => Promise<void> | void]>([
    ["at once", (job) => void job.step("inner", nothing)],
    [
      "after an await",
      async (job) => {
        await settle();
        void job.step("inner", nothing);
        await settle();
      },
    ],
    ["and its error is caught", (job) => job.step("inner", nothing).catch(nothing)],
  ])("is not lost when nobody hears its error: %s", async (_title, body) => {
    const { outcome } = await assertFails(
      async (job) => {
        await job.step("charge", () => body(job));
        await job.step("last", nothing);
      },
      ConcurrentStepError,
      "Step 'inner' was started while step 'charge' is still running. " +
        "Write `await job.step(\"charge\", …)` and start 'inner' after it: steps run one after another.",
    );
    expect(outcome?.progress.completed).toEqual([]);
  });
});

describe("steps at the same time", () => {
  const message =
    "Step 'b' was started while step 'a' is still running. " +
    "Write `await job.step(\"a\", …)` and start 'b' after it: steps run one after another.";
  it.each<[string, (job: Job) => Promise<unknown>]>([
    ["Promise.all", (job) => Promise.all([job.step<number>("a", counted), job.step<number>("b", counted)])],
    ["Promise.allSettled", (job) => Promise.allSettled([job.step<number>("a", counted), job.step("b", nothing)])],
    [
      "a step without await before another",
      async (job) => {
        void job.step<number>("a", counted);
        await job.step<number>("b", counted);
      },
    ],
    [
      "the same after a step that was done properly",
      async (job) => {
        await job.step("first", nothing);
        await Promise.allSettled([job.step<number>("a", counted), job.step<number>("b", counted)]);
      },
    ],
  ])("are refused: %s", async (_title, body) => {
    const perform = async (job: Job) => void (await body(job));
    await assertFails(perform, ConcurrentStepError, message);
  });
});

describe("a call without await", () => {
  it.each<[string, string, (step: NumberStep, job: Job) => unknown]>([
    ["set", "step.set(…)", (step) => step.set(1)],
    ["advance", "step.advance(…)", (step) => step.advance({ from: 1 })],
    ["checkpoint", "step.checkpoint()", (step) => step.checkpoint()],
    ["enqueue", "job.enqueue(…)", (_step, job) => job.enqueue(child, { orderId: 1 }, { key: "k" })],
    ["set, with a cursor that is refused", "step.set(…)", (step) => step.set(NaN)],
  ])("of %s is refused, as the last statement and before another call", async (_title, call, forgotten) => {
    const bodies: ((step: NumberStep, job: Job) => Promise<void> | void)[] = [
      (step, job) => void forgotten(step, job),
      async (step, job) => void forgotten(step, job),
      async (step, job) => {
        void forgotten(step, job);
        await settle();
      },
      async (step, job) => {
        void forgotten(step, job);
        await step.set(2);
      },
      async (step, job) => {
        await settle();
        void forgotten(step, job);
        await settle();
        await step.checkpoint();
      },
    ];
    for (const body of bodies) await assertFails(inStep(body), UnawaitedCallError, unawaited(call));
  });

  it("is no mistake when several jobs are enqueued side by side and awaited together", async () => {
    const parent = defineJob({
      name: "parent",
      async perform(_args: null, job) {
        const keys = ["a", "b", "c"];
        await Promise.all(keys.map((key, orderId) => job.enqueue(child, { orderId }, { key })));
      },
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, parent, null);
    expect(await perform([parent])).toMatchObject({ kind: "completed" });
    expect((await queue.jobs()).map(({ key }) => key)).toEqual(["a", "b", "c"]);
  });

  it("of enqueue is refused outside of steps as well", async () => {
    await assertFails(forgottenEnqueue, UnawaitedCallError, unawaited("job.enqueue(…)"));
    await assertFails(
      async (job) => {
        forgottenEnqueue(job);
        await job.step("a", nothing);
      },
      UnawaitedCallError,
      unawaited("job.enqueue(…)"),
    );
  });

  it.each<[string, (job: Job) => Promise<void>]>([
    ["at once", async (job) => forgottenEnqueue(job)],
    [
      "for a while",
      async (job) => {
        forgottenEnqueue(job);
        await settle();
      },
    ],
  ])("of enqueue is refused in followUps, which goes on %s", async (_title, forgotten) => {
    const parent = defineJob({
      name: "parent",
      async perform() {},
      async followUps(_args: null, job) {
        await forgotten(job);
        return [];
      },
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, parent, null);
    const outcome = await perform([parent]);
    expect(outcome).toMatchObject({ kind: "failed", error: { message: unawaited("job.enqueue(…)") } });
  });

  it.each<[string, (step: NumberStep) => Promise<void> | void]>([
    ["that does nothing", nothing],
    ["that takes a while", settle],
    [
      "that sets cursors",
      async (step) => {
        for (const cursor of [1, 2, 3, 4, 5]) await step.set(cursor);
      },
    ],
    [
      "that fails",
      () => {
        throw new Error("unheard");
      },
    ],
  ])("of a step %s is refused at the end", async (_title, body) => {
    const perform = (job: Job) => void job.step<number>("a", body);
    await assertFails(perform, UnawaitedCallError, unawaited('job.step("a", …)'));
  });

  it("of a step is refused at the next step, even if the first one has ended meanwhile", () =>
    assertFails(
      async (job) => {
        void job.step("a", nothing);
        await settle();
        await job.step("b", nothing);
      },
      UnawaitedCallError,
      unawaited('job.step("a", …)'),
    ));

  it("leaves no trace of what the forgotten step does later", async () => {
    const gate = latch();
    const late: unknown[] = [];
    const store = new MemoryProgress();
    const { queue, perform } = newSetting();
    const mistaken = defineJob({
      name: "mistaken",
      async perform(_args: null, job) {
        void job.step<number>("a", async (step) => {
          await gate.opened;
          await step.set(1).catch((error: unknown) => late.push(error));
        });
      },
    });
    await enqueue(queue, mistaken, null);
    failure(await perform([mistaken], { progress: store }));
    gate.open();
    await settle();
    expect(late).toEqual([new StaleJobError("step.set(…)")]);
    expect(store.peek("job-1")).toBeUndefined();
  });

  it("is not seen where there is none", async () => {
    const { queue, perform } = newSetting();
    const careful = defineJob({
      name: "careful",
      async perform(_args: null, job) {
        await Promise.all([job.step<number>("returned", (step) => step.set(1)), settle()]);
        await job.step<number>("later", async (step) => {
          const saving = step.set(1);
          await settle();
          await saving;
          await step.set(2).then(nothing);
          await step.set(3).finally(nothing);
          await step.set(4).catch(nothing);
          await Promise.race([step.checkpoint(), settle()]);
        });
        return job.step("last", async () => {});
      },
    });
    await enqueue(queue, careful, null);
    expect(await perform([careful])).toMatchObject({ kind: "completed" });
  });
});

describe("a handle that is used too late", () => {
  it.each<[string, (step: NumberStep) => Promise<void>]>([
    ["step.set(…)", (step) => step.set(1)],
    ["step.advance(…)", (step) => step.advance({ from: 1 })],
    ["step.checkpoint()", (step) => step.checkpoint()],
  ])("is refused between steps and inside another step: %s", async (call, use) => {
    await assertFails(async (job) => use(await keepHandle(job)), StaleStepError, stale(call));
    await assertFails(
      async (job) => {
        const handle = await keepHandle(job);
        await job.step("other", () => use(handle));
      },
      StaleStepError,
      stale(call),
    );
  });

  it.each<[string, (job: Job, step: NumberStep) => Promise<unknown>]>([
    ['job.step("late", …)', (job) => job.step("late", nothing)],
    ["job.enqueue(…)", (job) => job.enqueue(child, { orderId: 1 }, { key: "k" })],
    ["step.set(…)", (_job, step) => step.set(1)],
    ["step.checkpoint()", (_job, step) => step.checkpoint()],
  ])("is refused after the execution: %s", async (call, use) => {
    const { queue, perform } = newSetting();
    let kept: { readonly job: Job; readonly handle: NumberStep } | undefined;
    const leaky = defineJob({
      name: "leaky",
      async perform(_args: null, job) {
        kept = { job, handle: await keepHandle(job) };
      },
    });
    await enqueue(queue, leaky, null);
    await perform([leaky]);
    if (!kept) throw new Error("The job has not run.");
    await expect(use(kept.job, kept.handle)).rejects.toThrow(StaleJobError);
    await expect(use(kept.job, kept.handle)).rejects.toThrow(
      `${call} was called after the execution had ended. Await everything that the job starts.`,
    );
    expect(await queue.jobs()).toEqual([]);
  });
});

describe("a cursor that is not JSON", () => {
  it.each<[string, unknown, string?]>([
    ["undefined", undefined],
    ["NaN", NaN],
    ["a bigint", 1n],
    ["a Date", new Date(0)],
    ["a Map", { seen: new Map() }, ", at .seen"],
  ])("is refused when it is set: %s", async (found, cursor, place) => {
    const store = new MemoryProgress();
    const { queue, perform } = newSetting();
    let cursorAfter: unknown;
    const dated = defineJob({
      name: "dated",
      perform: (_args: null, job) =>
        job.step<number>("charge", async (step) => {
          await step.set(1);
          await step.set(cursor as number).catch((error: unknown) => {
            cursorAfter = step.cursor;
            throw error;
          });
        }),
    });
    await enqueue(queue, dated, null);
    const outcome = await perform([dated], { progress: store });
    expect(failure(outcome)).toBeInstanceOf(NotJsonError);
    expect(failure(outcome).message).toBe(notJson(found, place));
    expect(cursorAfter).toBe(1);
    expect(outcome?.progress.current).toEqual({ step: "charge", cursor: 1 });
  });

  it("is refused as a start", () =>
    assertFails(
      (job) => job.step("charge", { start: new Date(0) as unknown as number }, nothing),
      NotJsonError,
      notJson("a Date").replace("the cursor of", "the start of"),
    ));
});

describe("a mistake that is caught and forgotten", () => {
  it("fails the job all the same: at the next call", async () => {
    const ran: number[] = [];
    await assertFails(
      inStep(async (step) => {
        for (const orderId of [1, 2, 3]) {
          try {
            ran.push(orderId);
            await step.set(new Date(orderId) as unknown as number);
          } catch {
            // A job that logs each error and goes on would never move its cursor.
          }
        }
      }),
      NotJsonError,
      "Cannot store the cursor of step 'charge': found a Date, which JSON would lose or change. " +
        "Use strings, finite numbers, booleans, null, arrays and plain objects; write a date as a string.",
    );
    expect(ran).toEqual([1, 2, 3]);
  });

  it("fails the job at its end when there is no further call", () =>
    assertFails(
      (job) => job.enqueue(child, { orderId: 1 }, { key: "" }).then(nothing, nothing),
      EnqueueOptionError,
      "Cannot enqueue job 'child' with an empty key. Build the key from what makes the job unique.",
    ));
});

describe("a step's name", () => {
  it.each<[unknown, string]>([
    ["", "''"],
    [undefined, "nothing (undefined)"],
    [7, "7"],
    [null, "null"],
    [{ name: "a" }, '{"name":"a"}'],
  ])("must be a string that is not empty: %j is refused", async (name, found) => {
    await assertFails(
      (job) => job.step(name as string, nothing),
      StepNameError,
      `A step needs a name, a string that is not empty; found ${found}. Give the step a fixed name.`,
    );
  });
});

describe("two calls that move a cursor at the same time", () => {
  const message =
    "step.set(…) was called while an earlier call of its kind was still under way. " +
    "Await one before you make the next: a cursor has one value at a time.";

  it.each<[string, (step: NumberStep) => Promise<unknown>]>([
    ["Promise.all", (step) => Promise.all([step.set(1), step.set(2)])],
    ["Promise.all of three", (step) => Promise.all([1, 2, 3].map((cursor) => step.set(cursor)))],
    [
      "then, and await later",
      async (step) => {
        const first = step.set(1).then(nothing);
        await step.set(2);
        await first;
      },
    ],
  ])("are told that they are two, not that nobody awaits them: %s", async (_what, both) => {
    await assertFails(
      inStep(async (step) => void (await both(step))),
      ConcurrentCallError,
      message,
    );
  });

  it("are still told to be awaited when nobody does", async () => {
    const forgetful = inStep(async (step) => {
      void step.set(1);
      await step.set(2);
    });
    await assertFails(forgetful, UnawaitedCallError, unawaited("step.set(…)"));
  });
});

describe("a value that JSON does not know, given to", () => {
  const circular: unknown[] = [];
  circular.push(circular);

  it.each<[string, (step: NumberStep) => Promise<void>, string]>([
    ["advance", (step) => step.advance({ from: 10n as never }), "Step 'charge' cannot advance from 10n: "],
    ["set", (step) => step.set(10n as never), "Cannot store the cursor of step 'charge': found a bigint, "],
    ["set, circular", (step) => step.set(circular as never), "at [0]: found an object that contains itself, "],
  ])("%s is refused by name", async (_what, call, said) => {
    const { perform, queue } = newSetting();
    const mistaken = defineJob({ name: "mistaken", perform: async (_args: null, job) => inStep(call)(job) });
    await enqueue(queue, mistaken, null);
    expect(failure(await perform([mistaken])).message).toContain(said);
  });
});
