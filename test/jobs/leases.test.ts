// A lease that runs out belongs to someone else: whoever held it must notice before it does any more.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, type Job, LeaseLostError, MemoryProgress, type Queue, seconds } from "#jobs";
import { latch, newSetting } from "./setting.ts";

const leaseMs = seconds(10);

/** The same queue, which writes down what it is asked. */
const noting = (queue: Queue, asked: string[]): Queue =>
  new Proxy(queue, {
    get(target, name) {
      asked.push(String(name));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });

/** A job that pauses after its first order in its first execution, as if its process had been frozen. */
function pausing(afterPause: (job: Job) => Promise<void> = async () => {}) {
  const paused = latch();
  const goOn = latch();
  const effects: string[] = [];
  const definition = defineJob({
    name: "pausing",
    async perform(_args: null, job) {
      await job.step<number>("charge", { start: 1 }, async (step) => {
        while (step.cursor <= 3) {
          effects.push(`execution ${job.executions}: order ${step.cursor}`);
          await step.advance();
          if (job.executions === 1 && step.cursor === 2) {
            paused.open();
            await goOn.opened;
          }
        }
      });
      if (job.executions === 1) await afterPause(job);
    },
  });
  return { paused, goOn, effects, definition };
}

describe("a zombie, whose lease ran out and whose job another worker has taken", () => {
  it.each([
    ["saved at each checkpoint", () => ({ progress: new MemoryProgress() }), [2, 3]],
    ["in the payload", () => ({}), [1, 2, 3]],
  ])("ends at its next checkpoint and harms nobody, with progress %s", async (_title, store, redone) => {
    const { paused, goOn, effects, definition } = pausing();
    const asked: string[] = [];
    const { clock, queue, worker, events } = newSetting((real) => noting(real, asked));
    const options = { ...store(), leaseMs };
    await enqueue(queue, definition, null);
    const zombie = worker([definition], options).performNext();
    await paused.opened;
    clock.advance(leaseMs);
    const successor = worker([definition], options);
    expect(await successor.performNext()).toMatchObject({ kind: "completed", job: { executions: 2 } });
    goOn.open();
    expect(await zombie).toMatchObject({ kind: "lease_lost", job: { executions: 1 } });
    expect(events.at(-1)).toEqual({ type: "lease_lost" });
    expect(asked).not.toContain("bury");
    expect(asked).not.toContain("release");
    expect(effects).toEqual([
      "execution 1: order 1",
      ...redone.map((order) => `execution 2: order ${order}`),
      "execution 1: order 2",
    ]);
    expect([await queue.jobs(), await queue.deadLetters()]).toEqual([[], []]);
  });

  it("cannot save while its successor is at work, even if nobody has asked the queue", async () => {
    const zombiePause = pausing();
    const { clock, queue, worker } = newSetting();
    const store = new MemoryProgress();
    await enqueue(queue, zombiePause.definition, null);
    const zombie = worker([zombiePause.definition], { progress: store, leaseMs }).performNext();
    await zombiePause.paused.opened;
    clock.advance(leaseMs);
    const taken = await queue.lease({ leaseMs });
    if (!taken) throw new Error("The job should be free.");
    await store.open(taken);
    zombiePause.goOn.open();
    expect(await zombie).toMatchObject({ kind: "lease_lost" });
    expect(store.peek("job-1")).toMatchObject({ current: { cursor: 2 } });
    await queue.acknowledge(taken, []);
  });

  it.each<[string, () => Promise<void>]>([
    ["returns", async () => {}],
    [
      "throws an error of its own",
      async () => {
        throw new Error("too late");
      },
    ],
  ])("is refused by the queue when it reaches no further checkpoint and %s", async (_title, end) => {
    const paused = latch();
    const goOn = latch();
    const short = defineJob({
      name: "short",
      async perform(_args: null, job) {
        if (job.executions > 1) return;
        paused.open();
        await goOn.opened;
        await end();
      },
    });
    const { clock, queue, worker } = newSetting();
    await enqueue(queue, short, null);
    const zombie = worker([short], { leaseMs }).performNext();
    await paused.opened;
    clock.advance(leaseMs);
    goOn.open();
    expect(await zombie).toMatchObject({ kind: "lease_lost" });
    expect(await queue.deadLetters()).toEqual([]);
    expect(await worker([short], { leaseMs }).performNext()).toMatchObject({ kind: "completed" });
  });

  it("cannot hide the loss in a catch: each further call raises it, and it is no failure of the job", async () => {
    const raised: unknown[] = [];
    const paused = latch();
    const goOn = latch();
    const careless = defineJob({
      name: "careless",
      async perform(_args: null, job) {
        await job.step<number>("charge", async (step) => {
          paused.open();
          await goOn.opened;
          for (const cursor of [1, 2, 3]) await step.set(cursor).catch((error: unknown) => raised.push(error));
        });
      },
    });
    const { clock, queue, worker } = newSetting();
    await enqueue(queue, careless, null);
    const zombie = worker([careless], { leaseMs }).performNext();
    await paused.opened;
    clock.advance(leaseMs);
    goOn.open();
    expect(await zombie).toMatchObject({ kind: "lease_lost" });
    expect(raised).toHaveLength(3);
    expect(new Set(raised).size).toBe(1);
    expect(raised[0]).toBeInstanceOf(LeaseLostError);
    expect((raised[0] as Error).message).toBe(
      "The lease on job job-1 was lost: it ran out, or another worker has taken the job. " +
        "Make the time between two checkpoints shorter than the lease, or the lease longer.",
    );
    expect(await queue.jobs()).toHaveLength(1);
  });
});

describe("renewal", () => {
  it("comes with a checkpoint once half of the lease is over, so a long job keeps its lease", async () => {
    const renewedAt: number[] = [];
    const setting = newSetting(
      (real) =>
        new Proxy(real, {
          get(target, name) {
            if (name === "renew") renewedAt.push(setting.clock.now());
            const value: unknown = Reflect.get(target, name);
            return typeof value === "function" ? (value.bind(target) as unknown) : value;
          },
        }),
    );
    const { clock, queue, perform } = setting;
    const long = defineJob({
      name: "long",
      perform: (_args: null, job) =>
        job.step<number>("work", async (step) => {
          for (let minute = 1; minute <= 20; minute += 1) {
            clock.advance(seconds(1));
            await (minute % 2 === 0 ? step.set(minute) : step.checkpoint());
          }
        }),
    });
    await enqueue(queue, long, null);
    expect(await perform([long], { leaseMs })).toMatchObject({ kind: "completed" });
    expect(renewedAt).toEqual([5, 10, 15, 20].map(seconds));
  });

  it("does not come without a checkpoint: a job that hangs loses its lease", async () => {
    const { paused, definition } = pausing();
    const { clock, queue, worker } = newSetting();
    await enqueue(queue, definition, null);
    void worker([definition], { leaseMs }).performNext();
    await paused.opened;
    clock.advance(leaseMs - 1);
    expect(await worker([definition], { leaseMs }).performNext()).toBeUndefined();
    clock.advance(1);
    expect(await worker([definition], { leaseMs }).performNext()).toMatchObject({ kind: "completed" });
  });
});
