// What ours does where it means to differ from Rails: the tests that rails-rules.ts names.
import { describe, expect, it } from "vitest";
import {
  defineJob,
  enqueue,
  type Job,
  LeftoverProgressError,
  NestedStepError,
  NotJsonError,
  type Progress,
  type Step,
  UnadvanceableCursorError,
} from "#jobs";
import { failure, newSetting, stopAtQuestion } from "../jobs/setting.ts";

/** Performs a job once, from the progress given. */
async function performOnce(perform: (job: Job) => Promise<void>, progress?: Progress) {
  const setting = newSetting();
  const definition = defineJob<null>({ name: "job", perform: (_args, job) => perform(job) });
  await enqueue(setting.queue, definition, null, progress ? { progress } : {});
  const outcome = await setting.perform([definition]);
  return { ...setting, outcome };
}

const nothing = async () => {};

describe("a step that has vanished from the code", () => {
  it("a job that never comes to the step under way fails, and keeps its progress", async () => {
    const progress = { completed: ["a"], current: { step: "b", cursor: 5 } };
    const { outcome, queue } = await performOnce((job) => job.step("a", nothing), progress);
    expect(failure(outcome)).toBeInstanceOf(LeftoverProgressError);
    expect(await queue.deadLetters()).toMatchObject([{ job: { progress } }]);
  });

  it("a job that does not meet a step that it has finished fails", async () => {
    const { outcome } = await performOnce((job) => job.step("a", nothing), { completed: ["a", "b"] });
    expect(failure(outcome)).toBeInstanceOf(LeftoverProgressError);
    expect(failure(outcome).message).toContain("never met step 'b'");
  });
});

describe("the budget of resumptions", () => {
  it("isolated steps do not use up maxResumptions", async () => {
    const names = ["one", "two", "three", "four"];
    const isolated = defineJob<null>({
      name: "isolated",
      maxResumptions: 1,
      async perform(_args, job) {
        for (const name of names) await job.step(name, { isolated: true }, nothing);
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, isolated, null);
    // One deploy in between uses up the one resumption, and it is enough.
    const outcomes = await drain([isolated], { stopReason: stopAtQuestion(2) });
    expect(outcomes.map((one) => (one.kind === "interrupted" ? one.reason : one.kind))).toEqual([
      "isolating",
      "stopping",
      "isolating",
      "completed",
    ]);
  });
});

describe("the budgets of stops and of errors", () => {
  it("errors after progress do not use up maxResumptions, nor stops maxErrorResumptions", async () => {
    const charging = defineJob<null>({
      name: "charging",
      maxResumptions: 1,
      maxErrorResumptions: 2,
      perform: (_args, job) =>
        job.step<number>("charge", { start: 0 }, async (step) => {
          while (step.cursor < 5) {
            await step.advance();
            if (step.cursor === 1 || step.cursor === 4) throw new Error("busy");
          }
        }),
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, charging, null);
    // Both budgets are used up in the end, and neither by the other.
    const kinds = (await drain([charging], { stopReason: stopAtQuestion(2) })).map(({ kind }) => kind);
    expect(kinds).toEqual(["resumed_after_error", "interrupted", "resumed_after_error", "completed"]);
  });
});

describe("a step's body", () => {
  it("TypeScript refuses a step's body that wants more than the step", () => {
    const compileOnly = (job: Job) => {
      // @ts-expect-error -- a step has nothing more to give
      void job.step("two", async (_step: Step<number>, _more: string) => {});
    };
    expect(compileOnly).toBeTypeOf("function");
  });
});

describe("a budget that is used up", () => {
  it("a retry from the dead letters begins the budgets anew", async () => {
    const charging = defineJob<null>({
      name: "charging",
      maxResumptions: 1,
      perform: (_args, job) =>
        job.step<number>("charge", { start: 0 }, async (step) => {
          while (step.cursor < 4) await step.advance();
        }),
    });
    const { queue, drain } = newSetting();
    const { id } = await enqueue(queue, charging, null);
    const kinds = async () => (await drain([charging], { stopReason: () => "stopping" })).map(({ kind }) => kind);
    expect(await kinds()).toEqual(["interrupted", "failed"]);
    await queue.retry(id);
    expect(await kinds()).toEqual(["interrupted", "failed"]);
    await queue.retry(id);
    expect(await drain([charging])).toMatchObject([{ kind: "completed", job: { executions: 5 } }]);
  });
});

describe("a misuse that was caught", () => {
  it("a nested step that was caught fails the outer step all the same", async () => {
    const ran: string[] = [];
    const { outcome } = await performOnce(async (job) => {
      await job.step("outer", async () => {
        await job.step("inner", () => void ran.push("inner")).catch(() => ran.push("caught"));
        ran.push("outer went on");
      });
    });
    expect(ran).toEqual(["caught", "outer went on"]);
    expect(failure(outcome).message).toContain("'inner'");
    expect(outcome?.progress.completed).toEqual([]);
  });

  it("a nested step is refused before anybody is asked whether to stop", async () => {
    const { outcome, events } = await performOnce(async (job) => {
      await job.step("first", nothing);
      await job.step("outer", () => job.step("inner", nothing));
    });
    expect(failure(outcome)).toBeInstanceOf(NestedStepError);
    // The question before "outer", and none before "inner".
    expect(events.filter(({ type }) => type === "checkpoint")).toHaveLength(1);
  });

  it("a nested step is called nested in the event too", async () => {
    const { outcome, events } = await performOnce((job) => job.step("outer", () => job.step("inner", nothing)));
    expect(failure(outcome)).toBeInstanceOf(NestedStepError);
    expect(events.find(({ type }) => type === "step_failed")).toMatchObject({ error: failure(outcome) });
  });
});

describe("a cursor", () => {
  const inStep = (body: (step: Step<number>) => Promise<void>) => performOnce((job) => job.step<number>("step", body));

  it("advance refuses a string", async () => {
    const { outcome } = await inStep((step) => step.advance({ from: "az" as unknown as number }));
    expect(failure(outcome)).toBeInstanceOf(UnadvanceableCursorError);
  });

  it("advance refuses a number that has no next one", async () => {
    const { outcome } = await inStep((step) => step.advance({ from: 2 ** 53 }));
    expect(failure(outcome)).toBeInstanceOf(UnadvanceableCursorError);
  });

  it("set refuses a Date and a Symbol, before anything is saved", async () => {
    for (const value of [new Date(0), Symbol("alpha")]) {
      const { outcome, events } = await inStep((step) => step.set(value as unknown as number));
      expect(failure(outcome)).toBeInstanceOf(NotJsonError);
      expect(outcome?.progress).toEqual({ completed: [], current: { step: "step" } });
      expect(events.map(({ type }) => type)).not.toContain("checkpoint");
    }
  });
});
