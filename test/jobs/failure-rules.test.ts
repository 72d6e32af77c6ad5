// What becomes of a job that raised an error: retryOn, discardOn, rescueFrom, afterDiscard, and the budget of resumptions.
import { describe, expect, it } from "vitest";
import {
  defineJob,
  enqueue,
  JobDefinitionError,
  type JobOptions,
  minutes,
  type Outcome,
  ResumeLimitError,
  seconds,
} from "#jobs";
import { failure, newSetting, stopAtQuestion } from "./setting.ts";

class Declined extends Error {}
class Expired extends Declined {}

type Args = { readonly day: number };
type Rules = Partial<JobOptions<Args, unknown>>;

/** A job that makes one step of progress, and whose second step raises what `raise` gives it, until it gives nothing. */
function failing(raise: (execution: number) => Error | undefined, rules: Rules) {
  return defineJob<Args>({
    name: "failing",
    resumeErrorsAfterAdvancing: false,
    ...rules,
    async perform(_args, job) {
      await job.step("one", () => {});
      await job.step<number>("two", { start: 7 }, () => {
        const error = raise(job.executions);
        if (error) throw error;
      });
    },
  });
}

const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind);

/** Enqueues the job and performs it until the queue is empty; notes when each execution began. */
async function drainFailing(raise: (execution: number) => Error | undefined, rules: Rules) {
  const setting = newSetting();
  const begun: number[] = [];
  const job = failing((execution) => {
    begun.push(setting.clock.now());
    return raise(execution);
  }, rules);
  await enqueue(setting.queue, job, { day: 1 });
  const outcomes = await setting.drain([job]);
  return { ...setting, begun, outcomes };
}

const always = () => new Declined("declined");

describe("retryOn", () => {
  it("tries the job again with its progress, after three seconds, five times in all", async () => {
    const { begun, outcomes, events, queue } = await drainFailing(always, { retryOn: [{ errors: Declined }] });
    expect(kinds(outcomes)).toEqual(["retried", "retried", "retried", "retried", "failed"]);
    expect(begun).toEqual([0, 3, 6, 9, 12].map(seconds));
    expect(outcomes[0]?.progress).toEqual({ completed: ["one"], current: { step: "two", cursor: 7 } });
    expect(events.filter(({ type }) => type === "step_started")).toHaveLength(6);
    expect(events.slice(-2).map(({ type }) => type)).toEqual(["retries_exhausted", "failed"]);
    expect(await queue.deadLetters()).toMatchObject([{ error: { message: "declined" } }]);
  });

  it("waits as its function says, which receives the number of failed tries", async () => {
    const wait = (failures: number) => minutes(failures);
    const { begun } = await drainFailing(always, { retryOn: [{ errors: Declined, wait, attempts: 4 }] });
    expect(begun).toEqual([0, 1, 3, 6].map(minutes));
  });

  it("goes to the queue and the priority that the rule names", async () => {
    const { queue, perform } = newSetting();
    const job = failing(always, { retryOn: [{ errors: Declined, wait: 0, queue: "slow", priority: 9 }] });
    await enqueue(queue, job, { day: 1 });
    await perform([job]);
    expect(await queue.jobs()).toMatchObject([{ queue: "slow", priority: 9, runAt: 0 }]);
  });

  it("counts each rule by itself, and takes the first that matches", async () => {
    const { outcomes, queue } = await drainFailing(
      (execution) => (execution % 2 === 1 ? new Expired("expired") : new Declined("declined")),
      {
        retryOn: [
          { errors: Expired, attempts: 3, wait: 0 },
          { errors: Declined, attempts: 3, wait: 0 },
        ],
      },
    );
    // The third Expired comes in the fifth execution; a count of both together would have ended it in the third.
    expect(kinds(outcomes)).toEqual(["retried", "retried", "retried", "retried", "failed"]);
    expect(await queue.deadLetters()).toMatchObject([{ error: { message: "expired" } }]);
  });

  it("matches by a question as well as by a class, and leaves other errors alone", async () => {
    const errors = (error: Error) => error.message === "busy";
    const busy = await drainFailing((execution) => (execution < 3 ? new Error("busy") : undefined), {
      retryOn: [{ errors }],
    });
    expect(kinds(busy.outcomes)).toEqual(["retried", "retried", "completed"]);
    const other = await drainFailing(() => new Error("gone"), { retryOn: [{ errors }] });
    expect(kinds(other.outcomes)).toEqual(["failed"]);
    expect(other.events.map(({ type }) => type)).not.toContain("retries_exhausted");
  });

  it("is asked only when progress did not resume the job already", async () => {
    const { outcomes } = await drainFailing(always, {
      resumeErrorsAfterAdvancing: true,
      retryOn: [{ errors: Declined, attempts: 2 }],
    });
    expect(kinds(outcomes)).toEqual(["resumed_after_error", "retried", "failed"]);
  });

  it("is not used up by interruptions, nor are they by it", async () => {
    const { queue, drain } = newSetting();
    const job = defineJob<null>({
      name: "both",
      maxResumptions: 1,
      retryOn: [{ errors: Declined, attempts: 2 }],
      perform: (_args, context) =>
        context.step<number>("count", { start: 0 }, async (step) => {
          if (step.resumed && context.executions === 2) throw new Declined("declined");
          while (step.cursor < 3) await step.advance();
        }),
    });
    await enqueue(queue, job, null);
    const outcomes = await drain([job], { stopReason: stopAtQuestion(1) });
    expect(kinds(outcomes)).toEqual(["interrupted", "retried", "completed"]);
  });

  it.each([
    [{ attempts: 0 }, "attempts 0"],
    [{ attempts: 1.5 }, "attempts 1.5"],
    [{ wait: -1 }, "wait -1"],
  ])("is refused with %o", (numbers, words) => {
    const define = () => failing(always, { retryOn: [{ errors: Declined, ...numbers }] });
    expect(define).toThrow(JobDefinitionError);
    expect(define).toThrow(words);
  });
});

describe("discardOn", () => {
  it("drops the job: its handlers are called, and nothing is kept or enqueued", async () => {
    const calls: string[] = [];
    const note = (name: string) => (error: Error, args: Args) =>
      void calls.push(`${name} ${error.message} ${args.day}`);
    const { outcomes, queue, events } = await drainFailing(always, {
      discardOn: [{ errors: Declined, handle: note("handle") }],
      afterDiscard: note("afterDiscard"),
      retryOn: [{ errors: Declined }],
      followUps: () => [{ name: "next", args: null, queue: "default", priority: 0 }],
    });
    expect(kinds(outcomes)).toEqual(["discarded"]);
    expect(calls).toEqual(["handle declined 1", "afterDiscard declined 1"]);
    expect(events.at(-1)).toMatchObject({ type: "discarded", error: { message: "declined" } });
    expect([await queue.jobs(), await queue.deadLetters()]).toEqual([[], []]);
  });
});

describe("rescueFrom", () => {
  it("hands the error to the job's own code, and the job is done", async () => {
    const handled: string[] = [];
    const { outcomes, queue, events } = await drainFailing(always, {
      rescueFrom: [{ errors: Declined, handle: (error, { day }) => void handled.push(`${error.message} ${day}`) }],
      retryOn: [{ errors: Declined }],
    });
    expect(kinds(outcomes)).toEqual(["rescued"]);
    expect(handled).toEqual(["declined 1"]);
    expect(events.at(-1)?.type).toBe("rescued");
    expect([await queue.jobs(), await queue.deadLetters()]).toEqual([[], []]);
  });

  it("fails the job with what its handler throws", async () => {
    const { outcomes, queue } = await drainFailing(always, {
      rescueFrom: [
        {
          errors: Declined,
          handle: () => {
            throw new RangeError("no mail server");
          },
        },
      ],
    });
    expect(failure(outcomes[0]).message).toBe("no mail server");
    expect(await queue.deadLetters()).toMatchObject([{ error: { name: "RangeError", message: "no mail server" } }]);
  });

  it("comes after discardOn and before retryOn", async () => {
    const rescueFrom = [{ errors: Declined, handle: () => {} }];
    const expired = () => new Expired("expired");
    const both = { rescueFrom, discardOn: [{ errors: Expired }], retryOn: [{ errors: Error }] };
    expect(kinds((await drainFailing(expired, both)).outcomes)).toEqual(["discarded"]);
    expect(kinds((await drainFailing(always, both)).outcomes)).toEqual(["rescued"]);
  });
});

describe("afterDiscard", () => {
  it("is called once when the job fails for good, not when it is tried again or resumed", async () => {
    const discarded: string[] = [];
    const { outcomes } = await drainFailing(always, {
      resumeErrorsAfterAdvancing: true,
      retryOn: [{ errors: Declined, attempts: 2 }],
      afterDiscard: (error, { day }) => void discarded.push(`${error.message} ${day}`),
    });
    expect(kinds(outcomes)).toEqual(["resumed_after_error", "retried", "failed"]);
    expect(discarded).toEqual(["declined 1"]);
  });

  it("is not called when the job completes", async () => {
    const discarded: string[] = [];
    await drainFailing(() => undefined, { afterDiscard: ({ message }) => void discarded.push(message) });
    expect(discarded).toEqual([]);
  });
});

describe("maxErrorResumptions", () => {
  /** A job that advances once in each execution and then fails. */
  const stumbling = (limits: Pick<Rules, "maxErrorResumptions" | "maxResumptions">) =>
    defineJob<null>({
      name: "stumbling",
      ...limits,
      perform: (_args, job) =>
        job.step<number>("count", { start: 0 }, async (step) => {
          while (step.cursor < 6) {
            await step.advance();
            throw new Declined(`declined at ${step.cursor}`);
          }
        }),
    });

  it("limits how many errors after progress a job is resumed after; the last error is the cause", async () => {
    const job = stumbling({ maxErrorResumptions: 2 });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    const outcomes = await drain([job]);
    expect(kinds(outcomes)).toEqual(["resumed_after_error", "resumed_after_error", "failed"]);
    const error = failure(outcomes[2]);
    expect(error).toBeInstanceOf(ResumeLimitError);
    expect(error.cause).toMatchObject({ message: "declined at 3" });
    expect(await queue.deadLetters()).toMatchObject([{ job: { progress: { current: { cursor: 3 } } } }]);
  });

  it("is a budget of its own: maxResumptions is about interruptions", async () => {
    const job = stumbling({ maxResumptions: 0 });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    expect(kinds(await drain([job]))).toEqual([...Array<string>(6).fill("resumed_after_error"), "completed"]);
  });
});
