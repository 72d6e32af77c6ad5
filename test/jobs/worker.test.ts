// A worker performs jobs one after another: the next one, all as they become due, or one here and now.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, JobDefinitionError, seconds, Worker } from "#jobs";
import { newSetting, settle, stopAtQuestion } from "./setting.ts";

/** A job that writes its argument down. */
function noting() {
  const noted: string[] = [];
  const note = defineJob({ name: "note", perform: async (text: string) => void noted.push(text) });
  return { noted, note };
}

describe("performNext", () => {
  it("performs one job and tells how it ended", async () => {
    const { noted, note } = noting();
    const { queue, worker } = newSetting();
    await enqueue(queue, note, "a");
    await enqueue(queue, note, "b");
    const one = worker([note]);
    expect(await one.performNext()).toMatchObject({ kind: "completed", job: { args: "a", executions: 1 } });
    expect(noted).toEqual(["a"]);
    await one.performNext();
    expect(await one.performNext()).toBeUndefined();
    expect(noted).toEqual(["a", "b"]);
  });

  it("gives the services to perform, and frozen arguments", async () => {
    const { clock, queue } = newSetting();
    const seen: unknown[] = [];
    const charge = defineJob({
      name: "charge",
      async perform(args: { orders: number[] }, _job, services: { readonly bank: string }) {
        seen.push(services.bank);
        expect(() => args.orders.push(2)).toThrow(TypeError);
      },
    });
    await enqueue(queue, charge, { orders: [1] });
    const worker = new Worker({ clock, queue, jobs: [charge], services: { bank: "ours" } });
    expect(await worker.performNext()).toMatchObject({ kind: "completed" });
    expect(seen).toEqual(["ours"]);
  });

  it("works the queues that it was told to, in that order", async () => {
    const { noted, note } = noting();
    const { queue, worker } = newSetting();
    for (const name of ["low", "critical", "other"]) await enqueue(queue, note, name, { queue: name });
    const picky = worker([note], { queues: ["critical", "low"] });
    while (await picky.performNext()) {
      // It performs until nothing is due for it.
    }
    expect(noted).toEqual(["critical", "low"]);
  });

  it("lets several workers share a queue without doing anything twice", async () => {
    const { noted, note } = noting();
    const { queue, worker } = newSetting();
    const all = Array.from({ length: 100 }, (_, index) => `${index}`);
    for (const text of all) await enqueue(queue, note, text);
    await Promise.all(
      [worker([note]), worker([note]), worker([note])].map(async (one) => {
        while (await one.performNext()) await settle();
      }),
    );
    expect(noted.toSorted()).toEqual(all.toSorted());
  });

  it("lets one worker perform several jobs at a time when it is called so", async () => {
    const { noted, note } = noting();
    const { queue, worker } = newSetting();
    for (const text of ["a", "b", "c"]) await enqueue(queue, note, text);
    const one = worker([note]);
    const outcomes = await Promise.all([one.performNext(), one.performNext(), one.performNext(), one.performNext()]);
    expect(noted.toSorted()).toEqual(["a", "b", "c"]);
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(["completed", "completed", "completed", undefined]);
  });
});

describe("a worker's definitions", () => {
  it("must have different names", () => {
    const { note } = noting();
    const { worker } = newSetting();
    expect(() => worker([note, noting().note])).toThrow(
      new JobDefinitionError("Two jobs are named 'note'. Give each definition a name of its own."),
    );
  });
});

describe("run", () => {
  it("performs jobs as they become due, and looks again while there are none", async () => {
    const { noted, note } = noting();
    const { clock, queue, worker } = newSetting();
    const one = worker([note]);
    const running = one.run({ pollMs: 100 });
    await settle();
    await enqueue(queue, note, "first");
    await enqueue(queue, note, "later", { wait: 150 });
    await settle();
    expect(noted).toEqual([]);
    clock.advanceTo(100);
    await settle();
    expect(noted).toEqual(["first"]);
    clock.advanceTo(200);
    await settle();
    expect(noted).toEqual(["first", "later"]);
    await one.stop();
    await running;
  });

  it("looks once a second when not told otherwise", async () => {
    const { noted, note } = noting();
    const { clock, queue, worker } = newSetting();
    const one = worker([note]);
    const running = one.run();
    await settle();
    await enqueue(queue, note, "a");
    clock.advance(999);
    await settle();
    expect(noted).toEqual([]);
    clock.advance(1);
    await settle();
    expect(noted).toEqual(["a"]);
    await one.stop();
    await running;
  });

  it("goes on after a job that fails", async () => {
    const { noted, note } = noting();
    const failing = defineJob({
      name: "failing",
      perform() {
        throw new Error("no");
      },
    });
    const { queue, worker } = newSetting();
    await enqueue(queue, failing, null);
    await enqueue(queue, note, "after");
    const one = worker([failing, note]);
    const running = one.run();
    await settle();
    expect(noted).toEqual(["after"]);
    await one.stop();
    await running;
  });
});

describe("performNow", () => {
  const counting = defineJob({
    name: "counting",
    queue: "numbers",
    async perform({ upTo, failAt = 0 }: { upTo: number; failAt?: number }, job) {
      await job.step<number>("count", { start: 1 }, async (step) => {
        while (step.cursor <= upTo) {
          if (step.cursor === failAt) throw new RangeError(`failed at ${failAt}`);
          await step.advance();
        }
      });
    },
  });

  it("performs the job at once, before those that wait, and leaves nothing behind", async () => {
    const { noted, note } = noting();
    const { queue, worker } = newSetting();
    await enqueue(queue, note, "waiting");
    expect(await worker([note]).performNow(note, "now")).toMatchObject({ kind: "completed", job: { args: "now" } });
    expect(noted).toEqual(["now"]);
    expect(await queue.jobs()).toMatchObject([{ args: "waiting" }]);
  });

  it("throws what the job throws, and keeps no dead letter", async () => {
    const { queue, worker } = newSetting();
    const performing = worker([counting]).performNow(counting, { upTo: 3, failAt: 1 });
    await expect(performing).rejects.toThrow(new RangeError("failed at 1"));
    expect([await queue.jobs(), await queue.deadLetters()]).toEqual([[], []]);
  });

  it("returns normally when the job is interrupted; the rest is in the queue", async () => {
    const { queue, worker, drain } = newSetting();
    const one = worker([counting], { stopReason: stopAtQuestion(2) });
    expect(await one.performNow(counting, { upTo: 5 })).toMatchObject({ kind: "interrupted" });
    expect(await queue.jobs()).toMatchObject([{ queue: "numbers", progress: { current: { cursor: 3 } } }]);
    expect(await drain([counting])).toMatchObject([{ kind: "completed" }]);
  });

  it("returns normally when an error came after progress", async () => {
    const { queue, worker } = newSetting();
    const outcome = await worker([counting]).performNow(counting, { upTo: 5, failAt: 3 });
    expect(outcome).toMatchObject({ kind: "resumed_after_error", error: { message: "failed at 3" } });
    expect(await queue.jobs()).toHaveLength(1);
  });

  it("leaves the job in the queue when the process dies, even in a queue that nobody used before", async () => {
    const { queue, worker, drain } = newSetting();
    const hanging = defineJob({
      name: "hanging",
      queue: "brand new",
      perform: (_args: null, job) => (job.executions === 1 ? new Promise<void>(() => {}) : Promise.resolve()),
    });
    const dying = worker([hanging]);
    void dying.performNow(hanging, null);
    await settle();
    dying.kill();
    expect(await queue.nextDueAt()).toBe(seconds(30));
    expect(await drain([hanging])).toMatchObject([{ kind: "completed", job: { executions: 2 } }]);
  });
});
