// Defining a job, and turning it and its arguments into a request for the queue.
import { describe, expect, it } from "vitest";
import {
  defineJob,
  enqueue,
  EnqueueOptionError,
  type EnqueueOptions,
  JobDefinitionError,
  type JobOptions,
  jobRequest,
  NotJsonError,
  seconds,
} from "#jobs";
import { newSetting } from "./setting.ts";

const nothing = async () => {};
const sendReceipt = defineJob({ name: "send_receipt", async perform(_args: { orderId: number }) {} });

describe("defineJob", () => {
  it("has Rails' defaults", () => {
    expect(sendReceipt).toMatchObject({
      name: "send_receipt",
      queue: "default",
      priority: 0,
      maxResumptions: Infinity,
      resume: { wait: seconds(5) },
      resumeErrorsAfterAdvancing: true,
    });
  });

  it.each<[Partial<JobOptions<null, unknown>>, string]>([
    [{ name: "" }, 'A job needs a name that is not empty, such as name: "send_receipt".'],
    [{ name: "  " }, 'A job needs a name that is not empty, such as name: "send_receipt".'],
    [{ maxResumptions: -1 }, "Job 'bad' has maxResumptions -1. Give 0 or more, or leave it out."],
    [{ maxResumptions: NaN }, "Job 'bad' has maxResumptions NaN. Give 0 or more, or leave it out."],
    [
      { perform: undefined as never },
      "Job 'bad' has perform nothing (undefined). Give a function: async perform(args, job, services) { … }.",
    ],
    [
      { followUps: [] as never },
      "Job 'bad' has followUps []. Give a function: async followUps(args, job, services) { … }.",
    ],
    [
      { discardOn: [{ error: RangeError } as never] },
      "Job 'bad' has a rule in discardOn whose errors is nothing (undefined). " +
        "Give a class of errors, or a function that tells whether an error is meant; one rule for each.",
    ],
    [
      { retryOn: [{ errors: [RangeError, TypeError] as never }] },
      "Job 'bad' has a rule in retryOn whose errors is a list. " +
        "Give a class of errors, or a function that tells whether an error is meant; one rule for each.",
    ],
    [
      { rescueFrom: { errors: RangeError } as never },
      "Job 'bad' has a rescueFrom that is not a list. Write rescueFrom: [{ errors: … }].",
    ],
    [{ maxCrashes: -1 }, "Job 'bad' has maxCrashes -1. Give 0 or more, or leave it out."],
    [{ resume: { wait: -1 } }, "Job 'bad' resumes with wait -1. Give milliseconds, 0 or more."],
    [{ resume: { wait: Infinity } }, "Job 'bad' resumes with wait Infinity. Give milliseconds, 0 or more."],
  ])("refuses %o", (options, message) => {
    expect(() => defineJob({ name: "bad", perform: nothing, ...options })).toThrow(new JobDefinitionError(message));
  });

  it("lets perform use the object that it is written in", async () => {
    const seen: string[] = [];
    const options = {
      name: "own",
      prefix: "order",
      async perform(id: number) {
        seen.push(`${this.prefix} ${id}`);
      },
    };
    const { queue, perform } = newSetting();
    await enqueue(queue, defineJob(options), 7);
    await perform([defineJob(options)]);
    expect(seen).toEqual(["order 7"]);
  });
});

describe("jobRequest", () => {
  it("describes the job as plain JSON", () => {
    const request = jobRequest(sendReceipt, { orderId: 1 }, { wait: 10, key: "receipt 1" });
    expect(request).toEqual({
      name: "send_receipt",
      args: { orderId: 1 },
      queue: "default",
      priority: 0,
      wait: 10,
      key: "receipt 1",
    });
    expect(JSON.parse(JSON.stringify(request))).toEqual(request);
  });

  it("chooses queue and priority from the arguments, unless the options say otherwise", () => {
    const job = defineJob({
      name: "charge",
      async perform(_args: { vip: boolean }) {},
      queue: ({ vip }) => (vip ? "critical" : "low"),
      priority: ({ vip }) => (vip ? 1 : 9),
    });
    expect(jobRequest(job, { vip: true })).toMatchObject({ queue: "critical", priority: 1 });
    expect(jobRequest(job, { vip: false })).toMatchObject({ queue: "low", priority: 9 });
    expect(jobRequest(job, { vip: false }, { queue: "other", priority: -3 })).toMatchObject({
      queue: "other",
      priority: -3,
    });
  });

  it("copies the arguments, so that a change afterwards does not reach the job", () => {
    const args = { orderId: 1 };
    const request = jobRequest(sendReceipt, args);
    args.orderId = 2;
    expect(request.args).toEqual({ orderId: 1 });
  });

  it("refuses arguments that JSON would change", () => {
    const args = { orderId: new Date(0) as unknown as number };
    expect(() => jobRequest(sendReceipt, args)).toThrow(
      new NotJsonError("the arguments of job 'send_receipt', at .orderId", "a Date"),
    );
  });

  it.each<[EnqueueOptions, string]>([
    [{ wait: 1, at: 1 }, "both wait and at. Give one of them."],
    [{ wait: -1 }, "wait -1. Give milliseconds, 0 or more."],
    [{ wait: NaN }, "wait NaN. Give milliseconds, 0 or more."],
    [{ wait: Infinity }, "wait Infinity. Give milliseconds, 0 or more."],
    [{ at: NaN }, "at NaN. Give a time in milliseconds."],
    [{ priority: 1.5 }, "priority 1.5. Give a whole number; lower goes first."],
    [{ queue: "" }, "an empty queue name. Name the queue, or leave the option out."],
    [
      { delay: 5 } as EnqueueOptions,
      "the option delay. There is no such option, but wait, at, queue, priority, key, progress.",
    ],
    [{ key: null } as never, "the key null. Give a text that names what the job is about."],
    [{ key: 5 } as never, "the key 5. Give a text that names what the job is about."],
    [{ at: -1 }, "at -1. Give a time in milliseconds."],
    [{ key: "" }, "an empty key. Build the key from what makes the job unique."],
  ])("refuses %o", (options, message) => {
    expect(() => jobRequest(sendReceipt, { orderId: 1 }, options)).toThrow(
      new EnqueueOptionError(`Cannot enqueue job 'send_receipt' with ${message}`),
    );
  });
});

describe("enqueue", () => {
  it("writes nothing when it refuses", async () => {
    const { queue } = newSetting();
    await expect(enqueue(queue, sendReceipt, { orderId: NaN })).rejects.toThrow(NotJsonError);
    await expect(enqueue(queue, sendReceipt, { orderId: 1 }, { wait: -1 })).rejects.toThrow(EnqueueOptionError);
    expect(await queue.jobs()).toEqual([]);
  });

  it("returns the id of the job", async () => {
    const { queue } = newSetting();
    const { id } = await enqueue(queue, sendReceipt, { orderId: 1 });
    expect((await queue.jobs()).map((job) => job.id)).toEqual([id]);
  });

  it("lets one see what waits, when and where, as plain JSON", async () => {
    const { clock, queue } = newSetting();
    clock.advanceTo(1_000);
    await enqueue(queue, sendReceipt, { orderId: 1 }, { wait: 500, priority: 3, queue: "mailers", key: "receipt 1" });
    const jobs = await queue.jobs();
    expect(jobs).toEqual([
      {
        id: "job-1",
        name: "send_receipt",
        args: { orderId: 1 },
        queue: "mailers",
        priority: 3,
        key: "receipt 1",
        enqueuedAt: 1_000,
        runAt: 1_500,
        executions: 0,
        resumptions: 0,
      },
    ]);
    expect(JSON.parse(JSON.stringify(jobs))).toEqual(jobs);
  });
});
