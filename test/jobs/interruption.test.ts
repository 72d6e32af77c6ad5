// An interrupted job ends at its checkpoint, goes back with its progress, and cannot hide that it was asked to end.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, Interrupt, InterruptSwallowedError, type Job, seconds, type Step } from "#jobs";
import { failure, newSetting, stopAtQuestion } from "./setting.ts";

/** Performs a job of one step and asks it to stop at one of its checkpoints. */
async function interruptAt(question: number, body: (step: Step<number, undefined>, job: Job) => Promise<void>) {
  const setting = newSetting();
  const counting = defineJob({
    name: "counting",
    perform: (_args: null, job) => job.step<number>("count", (step) => body(step, job)),
  });
  await enqueue(setting.queue, counting, null);
  const outcome = await setting.perform([counting], { stopReason: stopAtQuestion(question, "deploy") });
  return { ...setting, counting, outcome };
}

const noAnswer = () => {
  throw new Error("no answer");
};

const swallowed = (where: string) =>
  `The job caught the Interrupt that was raised ${where} and went on. ` +
  "Begin the catch block with `if (error instanceof Interrupt) throw error;`.";

describe("an interrupted job", () => {
  it("goes back to its queue with its progress, after five seconds", async () => {
    const { clock, outcome, queue } = await interruptAt(1, (step) => step.set(1));
    const progress = { completed: [], current: { step: "count", cursor: 1 } };
    expect(outcome).toMatchObject({ kind: "interrupted", reason: "deploy", progress });
    const [job] = await queue.jobs();
    expect(job).toMatchObject({ id: "job-1", queue: "default", resumptions: 0, executions: 1, progress });
    expect(job?.runAt).toBe(clock.now() + seconds(5));
  });

  it("goes back as its definition says, which replaces the five seconds", async () => {
    for (const [resume, runAt] of [
      [{ queue: "slow", priority: 7 }, 0],
      [{ wait: 8_000, queue: "slow", priority: 7 }, 8_000],
    ] as const) {
      const { queue, perform } = newSetting();
      const counting = defineJob({
        name: "counting",
        resume,
        perform: (_args: null, job) => job.step<number>("count", (step) => step.set(1)),
      });
      await enqueue(queue, counting, null);
      await perform([counting], { stopReason: () => "deploy" });
      expect(await queue.jobs()).toMatchObject([{ queue: "slow", priority: 7, runAt }]);
    }
  });

  it("unwinds through finally blocks", async () => {
    const ran: string[] = [];
    const { outcome } = await interruptAt(1, async (step) => {
      try {
        await step.set(1);
        ran.push("went on");
      } finally {
        ran.push("cleaned up");
      }
    });
    expect(outcome).toMatchObject({ kind: "interrupted" });
    expect(ran).toEqual(["cleaned up"]);
  });

  it("may look at the Interrupt, as long as it lets it pass", async () => {
    const seen: unknown[] = [];
    const { outcome } = await interruptAt(1, async (step) => {
      try {
        await step.set(1);
      } catch (error) {
        seen.push(error);
        throw error;
      }
    });
    expect(outcome).toMatchObject({ kind: "interrupted", reason: "deploy" });
    expect(seen[0]).toBeInstanceOf(Interrupt);
    expect(seen[0]).toMatchObject({
      name: "Interrupt",
      reason: "deploy",
      message: "Interrupted at step 'count', cursor 1 (deploy)",
    });
  });

  it("may wrap the Interrupt in an error of its own, as long as it names it as the cause", async () => {
    const { outcome } = await interruptAt(1, async (step) => {
      try {
        await step.set(1);
      } catch (cause) {
        throw new Error("while counting", { cause });
      }
    });
    expect(outcome).toMatchObject({ kind: "interrupted", reason: "deploy", progress: { current: { cursor: 1 } } });
  });

  it("may catch it in one step and throw it again from the next call: the Interrupt is the same one", async () => {
    const seen: unknown[] = [];
    const { outcome } = await interruptAt(2, async (step) => {
      for (let cursor = 1; cursor <= 9; cursor += 1) {
        await step.set(cursor).catch((error: unknown) => {
          seen.push(error);
          if (seen.length === 3) throw error;
        });
      }
    });
    expect(new Set(seen).size).toBe(1);
    expect(outcome).toMatchObject({ kind: "interrupted", progress: { current: { cursor: 2 } } });
  });
});

describe("an Interrupt that was caught", () => {
  it("is raised again at every further call, and moves no cursor", async () => {
    const raised: string[] = [];
    const note = (call: string) => (error: unknown) => {
      if (error instanceof Interrupt) raised.push(call);
    };
    const { outcome } = await interruptAt(1, async (step, job) => {
      await step.set(1).catch(note("set"));
      await step.set(2).catch(note("set again"));
      await step.advance().catch(note("advance"));
      await step.checkpoint().catch(note("checkpoint"));
      await job.enqueue(defineJob({ name: "x", async perform() {} }), null, { key: "k" }).catch(note("enqueue"));
      expect(step.cursor).toBe(1);
    });
    expect(raised).toEqual(["set", "set again", "advance", "checkpoint", "enqueue"]);
    expect(failure(outcome)).toBeInstanceOf(InterruptSwallowedError);
  });

  it("fails the job when the step's body returns, in words that name the step", async () => {
    const { outcome, queue } = await interruptAt(1, async (step) => {
      await step.set(1).catch(() => {});
    });
    expect(failure(outcome).message).toBe(swallowed("in step 'count'"));
    expect(await queue.deadLetters()).toMatchObject([{ job: { progress: { current: { cursor: 1 } } } }]);
  });

  it.each<[string, (job: Job) => Promise<void>, string]>([
    [
      "around a step",
      (job) => job.step<number>("count", (step) => step.set(1)).catch(() => {}),
      "at step 'count', cursor 1",
    ],
    [
      "between two steps",
      async (job) => {
        await job.step("first", () => {});
        await job.step("second", () => {}).catch(() => {});
      },
      "after step 'first'",
    ],
  ])("fails the job when it was caught %s and perform returns", async (_title, body, where) => {
    const { queue, perform } = newSetting();
    const careless = defineJob({ name: "careless", perform: (_args: null, job) => body(job) });
    await enqueue(queue, careless, null);
    expect(failure(await perform([careless], { stopReason: () => "deploy" })).message).toBe(swallowed(where));
    expect(await queue.jobs()).toEqual([]);
  });

  it("starts no further step", async () => {
    const ran: string[] = [];
    const { queue, perform } = newSetting();
    const careless = defineJob({
      name: "careless",
      async perform(_args: null, job) {
        for (const name of ["a", "b", "c"]) await job.step(name, () => void ran.push(name)).catch(() => {});
      },
    });
    await enqueue(queue, careless, null);
    await perform([careless], { stopReason: stopAtQuestion(1) });
    expect(ran).toEqual(["a"]);
  });
});

describe("the stop reason", () => {
  it("is asked with the job, at each checkpoint", async () => {
    const { queue, perform } = newSetting();
    const asked: unknown[] = [];
    const counting = defineJob({
      name: "counting",
      perform: (args: { day: number }, job) => job.step<number>("count", (step) => step.set(args.day)),
    });
    await enqueue(queue, counting, { day: 1 }, { queue: "reports" });
    await perform([counting], {
      stopReason: (job) => void asked.push([job.id, job.name, job.queue, job.executions, job.resumptions]),
    });
    expect(asked).toEqual([["job-1", "counting", "reports", 1, 0]]);
  });

  it("counts as an error of the job when it throws: resumed after progress, failed before", async () => {
    for (const [body, kind] of [
      [(step: Step<number>) => step.set(1), "resumed_after_error"],
      [(step: Step<number>) => step.checkpoint(), "failed"],
    ] as const) {
      const { queue, perform } = newSetting();
      const counting = defineJob({ name: "c", perform: (_args: null, job) => job.step<number>("count", body) });
      await enqueue(queue, counting, null);
      expect(await perform([counting], { stopReason: noAnswer })).toMatchObject({
        kind,
        error: { message: "no answer" },
      });
    }
  });
});
