// A real worker on a real clock: the only tests of the engine that wait, a few milliseconds each.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, MemoryQueue, Worker } from "#jobs";
import { SystemClock } from "#system";

describe("the system's clock", () => {
  it("never goes back, and agrees with the machine", () => {
    const clock = new SystemClock();
    let last = clock.now();
    for (let turn = 0; turn < 10_000; turn += 1) {
      const now = clock.now();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000);
  });

  it("calls back once, and not at all when it is called off", async () => {
    const clock = new SystemClock();
    const called: string[] = [];
    clock.after(1, () => called.push("one"));
    clock.after(1, () => called.push("called off"))();
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 20);
      clock.after(2, () => called.push("two"));
    });
    expect(called).toEqual(["one", "two"]);
  });

  it("waits for longer than a timer of Node can", async () => {
    const clock = new SystemClock();
    const called: string[] = [];
    const cancel = clock.after(2 ** 31, () => called.push("too early"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    cancel();
    expect(called).toEqual([]);
  });
});

describe("a job that never waits for anything", () => {
  it("is stopped all the same: its checkpoints let the event loop turn", async () => {
    const clock = new SystemClock();
    const queue = new MemoryQueue({ clock });
    const busy = defineJob<null>({
      name: "busy",
      perform: (_args, job) =>
        job.step<number>("count", { start: 0 }, async (step) => {
          while (step.cursor < 100_000_000) await step.advance();
        }),
    });
    await enqueue(queue, busy, null);
    const worker = new Worker({ clock, queue, jobs: [busy], services: undefined });
    setTimeout(() => void worker.stop(), 1);
    expect(await worker.performNext()).toMatchObject({ kind: "interrupted", reason: "stopping" });
  });
});
