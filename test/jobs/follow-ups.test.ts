// Follow-ups come after success only, in the same write as the acknowledgement; and jobs that a job enqueues itself.
import { describe, expect, it } from "vitest";
import {
  defineJob,
  enqueue,
  FollowUpError,
  type JobDefinition,
  type JobRequest,
  jobRequest,
  minutes,
  MissingKeyError,
  RequestGivenError,
  NotJsonError,
  type Queue,
} from "#jobs";
import { failure, newSetting } from "./setting.ts";

const receipt = defineJob({ name: "receipt", async perform(_args: { orderId: number }) {} });
const survey = defineJob({ name: "survey", queue: "low", async perform(_args: { orderId: number }) {} });

/** A job with two follow-ups; `body` is what it does before. */
const charge = (body: () => Promise<void> | void = () => {}) =>
  defineJob({
    name: "charge",
    async perform(_args: { orderId: number }, job) {
      await job.step<number>("charge", async (step) => {
        await step.set(1);
        await body();
      });
    },
    followUps: ({ orderId }) => [
      jobRequest(receipt, { orderId }, { wait: 100 }),
      jobRequest(survey, { orderId }, { wait: minutes(5) }),
    ],
  });

const waiting = async (queue: Queue) => (await queue.jobs()).map(({ name, args, runAt }) => ({ name, args, runAt }));

describe("follow-ups", () => {
  it("are enqueued when the job has succeeded, each with its own delay", async () => {
    const { clock, queue, perform } = newSetting();
    await enqueue(queue, charge(), { orderId: 7 });
    clock.advanceTo(50);
    expect(await perform([charge()])).toMatchObject({ kind: "completed" });
    expect(await waiting(queue)).toEqual([
      { name: "receipt", args: { orderId: 7 }, runAt: 150 },
      { name: "survey", args: { orderId: 7 }, runAt: 50 + minutes(5) },
    ]);
  });

  it("travel in the write that acknowledges the job: there is no moment between the two", async () => {
    const writes: [string, readonly JobRequest[]][] = [];
    const { queue, perform } = newSetting(
      (real) =>
        new Proxy(real, {
          get(target, name) {
            if (name === "acknowledge")
              return async (...[lease, followUps]: Parameters<Queue["acknowledge"]>) => {
                writes.push(["acknowledge", followUps]);
                await target.acknowledge(lease, followUps);
              };
            const value: unknown = Reflect.get(target, name);
            if (typeof value !== "function") return value;
            return (...args: unknown[]): unknown => {
              if (name !== "jobs") writes.push([String(name), []]);
              return value.apply(target, args);
            };
          },
        }),
    );
    await enqueue(queue, charge(), { orderId: 7 });
    await perform([charge()]);
    expect(writes.map(([name, requests]) => [name, requests.map((request) => request.name)])).toEqual([
      ["enqueue", []],
      ["lease", []],
      ["acknowledge", ["receipt", "survey"]],
    ]);
  });

  it("are not enqueued when the job fails, is interrupted, or resumes after an error", async () => {
    const failing = charge(() => {
      throw new Error("declined");
    });
    const cases = [
      [failing, undefined, "resumed_after_error"],
      [charge(), "deploy", "interrupted"],
      [defineJob({ ...failing, resumeErrorsAfterAdvancing: false }), undefined, "failed"],
    ] as const;
    for (const [definition, stop, kind] of cases) {
      const { queue, perform } = newSetting();
      await enqueue(queue, definition, { orderId: 7 });
      expect(await perform([definition], { stopReason: () => stop })).toMatchObject({ kind });
      expect((await waiting(queue)).filter(({ name }) => name !== "charge")).toEqual([]);
    }
  });

  it("come once, after the last execution, however often the job was interrupted", async () => {
    const { queue, drain } = newSetting();
    const twoSteps = defineJob({
      name: "two_steps",
      async perform(_args: { orderId: number }, job) {
        await job.step("a", () => {});
        await job.step("b", () => {});
      },
      followUps: ({ orderId }) => [jobRequest(receipt, { orderId })],
    });
    await enqueue(queue, twoSteps, { orderId: 7 });
    const outcomes = await drain([twoSteps, receipt], { stopReason: () => "stopping" });
    expect(outcomes.map(({ kind, job }) => `${job.name} ${kind}`)).toEqual([
      "two_steps interrupted",
      "two_steps completed",
      "receipt completed",
    ]);
  });

  it("that fail do not fail their parent", async () => {
    const angry = defineJob({
      name: "receipt",
      perform() {
        throw new Error("no mail today");
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, charge(), { orderId: 7 });
    const outcomes = await drain([charge(), angry, survey]);
    expect(outcomes.map(({ kind, job }) => `${job.name} ${kind}`)).toEqual([
      "charge completed",
      "receipt failed",
      "survey completed",
    ]);
  });

  it("can be empty, conditional, and a chain", async () => {
    const ran: number[] = [];
    const link: JobDefinition<number> = defineJob({
      name: "link",
      async perform(left: number) {
        ran.push(left);
      },
      followUps: (left): readonly JobRequest[] => (left > 0 ? [jobRequest(link, left - 1, { wait: 10 })] : []),
    });
    const { clock, queue, drain } = newSetting();
    await enqueue(queue, link, 3);
    await drain([link]);
    expect(ran).toEqual([3, 2, 1, 0]);
    expect(clock.now()).toBe(30);
  });

  it("that cannot be built fail the job, which keeps its progress: its work is not done again", async () => {
    let dated = true;
    const ran: string[] = [];
    const mistaken = defineJob({
      name: "mistaken",
      perform: (_args: { orderId: number }, job) => job.step("charge", () => void ran.push("charge")),
      followUps: ({ orderId }) => [jobRequest(receipt, { orderId: dated ? NaN : orderId })],
    });
    const { queue, perform, drain } = newSetting();
    const { id } = await enqueue(queue, mistaken, { orderId: 7 });
    expect(failure(await perform([mistaken]))).toBeInstanceOf(NotJsonError);
    expect(await waiting(queue)).toEqual([]);
    dated = false;
    await queue.retry(id);
    await drain([mistaken, receipt]);
    expect(ran).toEqual(["charge"]);
  });
});

describe("followUps that return something else", () => {
  it.each([
    ["nothing", undefined, "returned undefined, not a list"],
    ["one request", jobRequest(receipt, { orderId: 1 }), "returned one request, not a list"],
    ["false in a list", [jobRequest(receipt, { orderId: 1 }), false], "returned false at place 2 of its list"],
    ["a job in a list", [receipt], "returned the job 'receipt' itself at place 1 of its list"],
  ])("fail the job, and enqueue nothing: %s", async (_what, returned, said) => {
    const parent = defineJob({ name: "parent", async perform(_args: null) {}, followUps: () => returned as never });
    const { queue, perform } = newSetting();
    await enqueue(queue, parent, null);
    const error = failure(await perform([parent]));
    expect(error).toBeInstanceOf(FollowUpError);
    expect(error.message).toContain(`followUps of job 'parent' ${said}`);
    expect(error.message).toMatch(/Return a list: \[jobRequest\(definition, args\)\]/);
    expect(await waiting(queue)).toEqual([]);
  });

  it("may come later, and may look at the job", async () => {
    const parent = defineJob({
      name: "parent",
      async perform(_args: null) {},
      followUps: async (_args, job) => [jobRequest(receipt, { orderId: job.executions + 11 })],
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, parent, null);
    await perform([parent]);
    expect(await waiting(queue)).toMatchObject([{ name: "receipt", args: { orderId: 12 } }]);
  });
});

describe("job.enqueue", () => {
  it("enqueues at once, and once: the key makes a second execution harmless", async () => {
    const parent = defineJob({
      name: "parent",
      async perform(_args: null, job) {
        const { id } = await job.enqueue(receipt, { orderId: 1 }, { key: "receipt 1", wait: 20 });
        expect(await job.enqueue(receipt, { orderId: 1 }, { key: "receipt 1" })).toEqual({ id, known: true });
        await job.step<number>("a", (step) => step.set(1));
      },
    });
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, parent, null);
    await perform([parent], { stopReason: () => "stopping" });
    expect((await waiting(queue)).filter(({ name }) => name === "receipt")).toHaveLength(1);
    const outcomes = await drain([parent, receipt]);
    expect(outcomes.map(({ job }) => job.name).toSorted()).toEqual(["parent", "receipt"]);
  });

  it("refuses to go without a key, before anything is enqueued", async () => {
    const parent = defineJob({
      name: "parent",
      async perform(_args: null, job) {
        await job.enqueue(receipt, { orderId: 1 }, {} as never);
      },
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, parent, null);
    const error = failure(await perform([parent]));
    expect(error).toBeInstanceOf(MissingKeyError);
    expect(error.message).toContain("job.enqueue needs a key for job 'receipt'");
    expect(await waiting(queue)).toEqual([]);
  });

  it("refuses a request in the place of a job, and shows the call", async () => {
    const parent = defineJob({
      name: "parent",
      async perform(_args: null, job) {
        await job.enqueue(jobRequest(receipt, { orderId: 1 }) as never, { key: "receipt:1" }, {} as never);
      },
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, parent, null);
    const error = failure(await perform([parent]));
    expect(error).toBeInstanceOf(RequestGivenError);
    expect(error.message).toContain('job.enqueue(job, args, { key: "…" })');
    expect(await waiting(queue)).toEqual([]);
  });
});
