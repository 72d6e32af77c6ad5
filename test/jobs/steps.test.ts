// Steps: run once, skipped when done, isolated when asked, always in the same order.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, type Job, LeftoverProgressError, type Progress, StepOrderError } from "#jobs";
import { failure, newSetting, stopAtQuestion } from "./setting.ts";

const names = ["one", "two", "three", "four"] as const;

/** A job of four steps; each writes its name into `effects`. */
function linear(isolated: readonly string[] = []) {
  const effects: string[] = [];
  const definition = defineJob({
    name: "linear",
    async perform(_args: null, job) {
      for (const name of names) {
        await job.step(name, { isolated: isolated.includes(name) }, () => void effects.push(name));
      }
    },
  });
  return { effects, definition };
}

/** Performs a job that consists of these steps, from saved progress. */
async function resume(progress: Progress, steps: (job: Job, ran: string[]) => Promise<void>) {
  const ran: string[] = [];
  const { queue, perform } = newSetting();
  const definition = defineJob({ name: "resumed", perform: (_args: null, at) => steps(at, ran) });
  await queue.enqueue([{ name: "resumed", args: null, queue: "default", priority: 0, progress }]);
  return { outcome: await perform([definition]), ran };
}

const runStep = (job: Job, name: string, ran: string[]) => job.step(name, () => void ran.push(name));

describe("steps", () => {
  it("run one after another, with a checkpoint before each but the first", async () => {
    const { effects, definition } = linear();
    const { queue, perform } = newSetting();
    await enqueue(queue, definition, null);
    let asked = 0;
    const outcome = await perform([definition], { stopReason: () => void (asked += 1) });
    expect(effects).toEqual([...names]);
    expect(asked).toBe(3);
    expect(outcome).toMatchObject({ kind: "completed", progress: { completed: names } });
    expect(await queue.jobs()).toEqual([]);
  });

  it("are skipped once they have finished", async () => {
    const { effects, definition } = linear();
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, definition, null);
    const outcome = await perform([definition], { stopReason: stopAtQuestion(1) });
    expect(outcome).toMatchObject({ kind: "interrupted", reason: "stopping", progress: { completed: ["one"] } });
    expect(effects).toEqual(["one"]);
    expect(await drain([definition])).toMatchObject([{ kind: "completed" }]);
    expect(effects).toEqual([...names]);
  });

  it("advance by one an execution when the worker is always stopping", async () => {
    const { effects, definition } = linear();
    const { queue, drain } = newSetting();
    await enqueue(queue, definition, null);
    const outcomes = await drain([definition], { stopReason: () => "stopping" });
    expect(outcomes.map(({ kind }) => kind)).toEqual(["interrupted", "interrupted", "interrupted", "completed"]);
    expect(effects).toEqual([...names]);
  });

  it("are not followed by a checkpoint when they are the last", async () => {
    const { effects, definition } = linear();
    const { queue, perform } = newSetting();
    await enqueue(queue, definition, null);
    let stopping = false;
    const last = defineJob({
      name: "linear",
      async perform(_args: null, job) {
        await job.step("one", () => {});
        await job.step("last", () => void (stopping = true));
      },
    });
    expect(await perform([last], { stopReason: () => (stopping ? "stopping" : undefined) })).toMatchObject({
      kind: "completed",
    });
    expect(effects).toEqual([]);
  });

  it("leave the code between them to run at every execution", async () => {
    const ran: string[] = [];
    const definition = defineJob({
      name: "between",
      async perform(_args: null, job) {
        ran.push("before");
        await runStep(job, "a", ran);
        ran.push("between");
        await runStep(job, "b", ran);
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, definition, null);
    await drain([definition], { stopReason: () => "stopping" });
    expect(ran).toEqual(["before", "a", "between", "before", "between", "b"]);
  });

  it("may have a body that is not async, and one that is a method", async () => {
    const seen: string[] = [];
    class Billing {
      readonly prefix = "charged by";
      charge = (step: { readonly name: string }) => void seen.push(`${this.prefix} ${step.name}`);
    }
    const billing = new Billing();
    const definition = defineJob({
      name: "method",
      async perform(_args: null, job) {
        await job.step("charge", billing.charge);
        await job.step("mail", (step) => void seen.push(step.name));
      },
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, definition, null);
    expect(await perform([definition])).toMatchObject({ kind: "completed" });
    expect(seen).toEqual(["charged by charge", "mail"]);
  });

  it("may be conditional, as long as the condition stays what it was", async () => {
    const { outcome, ran } = await resume({ completed: ["a"], current: { step: "c" } }, async (job, list) => {
      await runStep(job, "a", list);
      if (list.length > 5) await runStep(job, "b", list);
      await runStep(job, "c", list);
    });
    expect(outcome).toMatchObject({ kind: "completed" });
    expect(ran).toEqual(["c"]);
  });

  it("may have any name, those of Object's own properties included", async () => {
    const { ran } = await resume({ completed: ["__proto__"] }, async (job, list) => {
      for (const name of ["__proto__", "constructor", "toString", " ", "schritt ä"]) await runStep(job, name, list);
    });
    expect(ran).toEqual(["constructor", "toString", " ", "schritt ä"]);
  });

  it("may be a job's only content, or none", async () => {
    const { outcome } = await resume({ completed: [] }, async () => {});
    expect(outcome).toMatchObject({ kind: "completed", progress: { completed: [] } });
  });
});

describe("isolated steps", () => {
  it.each([
    [["three"], [["one", "two"], ["three"], ["four"]]],
    [
      ["one", "four"],
      [["one"], ["two", "three"], ["four"]],
    ],
    [["one"], [["one"], ["two"], ["three"], ["four"]].slice(0, 1).concat([["two", "three", "four"]])],
    [
      ["one", "two", "three", "four"],
      [["one"], ["two"], ["three"], ["four"]],
    ],
  ])("%j begin and end their execution", async (isolated, executions) => {
    const { effects, definition } = linear(isolated);
    const { queue, events, drain } = newSetting();
    await enqueue(queue, definition, null);
    await drain([definition]);
    expect(effects).toEqual([...names]);
    const perExecution: string[][] = [];
    for (const event of events) {
      if (event.type === "performing") perExecution.push([]);
      if (event.type === "step_completed") perExecution.at(-1)?.push(event.step);
    }
    expect(perExecution).toEqual(executions);
    const reasons = events.flatMap((event) => (event.type === "interrupted" ? [event.reason] : []));
    expect(reasons).toEqual(executions.slice(1).map(() => "isolating"));
  });

  it("do not use up the budget for stop requests, unlike in Rails", async () => {
    const { queue, drain } = newSetting();
    const limited = defineJob({ ...linear(["three"]).definition, maxResumptions: 0 });
    await enqueue(queue, limited, null);
    expect((await drain([limited])).map(({ kind }) => kind)).toEqual(["interrupted", "interrupted", "completed"]);
  });

  it("give way to the worker's own wish to stop", async () => {
    const { definition } = linear(["two"]);
    const { queue, perform } = newSetting();
    await enqueue(queue, definition, null);
    expect(await perform([definition], { stopReason: () => "deploy" })).toMatchObject({ reason: "deploy" });
  });
});

describe("the order of steps", () => {
  const advice = "Keep the names and the order of steps while jobs are under way; add new steps at the end.";

  it("must lead back to the step that was under way", async () => {
    const { outcome } = await resume({ completed: [], current: { step: "iterating", cursor: 2 } }, (job, ran) =>
      runStep(job, "unexpected", ran),
    );
    expect(failure(outcome)).toEqual(new StepOrderError("unexpected", "to resume from 'iterating'"));
    expect(failure(outcome).message).toBe(`Step 'unexpected' found, expected to resume from 'iterating'. ${advice}`);
  });

  it("must repeat that of the finished steps", async () => {
    const { outcome, ran } = await resume({ completed: ["one", "two", "three"] }, async (job, list) => {
      for (const name of ["one", "two", "two_and_a_half", "three"]) await runStep(job, name, list);
    });
    expect(failure(outcome)).toBeInstanceOf(StepOrderError);
    expect(failure(outcome).message).toBe(`Step 'two_and_a_half' found, expected to see 'three'. ${advice}`);
    expect(ran).toEqual([]);
  });

  it("must not bring the step under way before the finished ones", async () => {
    const { outcome } = await resume({ completed: ["a"], current: { step: "b", cursor: 5 } }, async (job, ran) => {
      await runStep(job, "b", ran);
      await runStep(job, "a", ran);
    });
    expect(failure(outcome).message).toBe(`Step 'b' found, expected to see 'a'. ${advice}`);
  });

  it("may go on with steps that are new", async () => {
    const { outcome, ran } = await resume(
      { completed: ["a"], current: { step: "b", cursor: 5 } },
      async (job, list) => {
        for (const name of ["a", "b", "new"]) await runStep(job, name, list);
      },
    );
    expect(outcome).toMatchObject({ kind: "completed" });
    expect(ran).toEqual(["b", "new"]);
  });
});

const neverMet = (name: string) =>
  `The job ended, but it never met step '${name}', where its saved progress is. ` +
  "Bring the step back, or finish the jobs that are under way before you remove it.";

describe("progress that is left over", () => {
  it.each<[Progress, string]>([
    [{ completed: ["a"], current: { step: "b", cursor: 5 } }, "b"],
    [{ completed: ["a"], current: { step: "b" } }, "b"],
    [{ completed: ["a", "b"] }, "b"],
  ])("in %j names the step that has vanished from the code", async (progress, left) => {
    const { outcome } = await resume(progress, (job, ran) => runStep(job, "a", ran));
    expect(failure(outcome)).toBeInstanceOf(LeftoverProgressError);
    expect(failure(outcome).message).toBe(neverMet(left));
  });

  it("is found when no step is left at all", async () => {
    const { outcome } = await resume({ completed: ["a"] }, async () => {});
    expect(failure(outcome).message).toBe(neverMet("a"));
  });

  it("is found in a step whose error was caught outside of it", async () => {
    const { outcome } = await resume({ completed: [] }, async (job) => {
      await job
        .step("charge", () => {
          throw new Error("card declined");
        })
        .catch(() => {});
    });
    expect(failure(outcome)).toBeInstanceOf(LeftoverProgressError);
    expect(failure(outcome).message).toBe(
      "The job ended, but its step 'charge' did not: an error left it and was caught outside. " +
        "Let the error pass, or catch it inside the step.",
    );
  });
});
