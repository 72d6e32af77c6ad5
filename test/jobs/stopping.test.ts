// SIGTERM and SIGKILL: a stopped worker ends its job at a checkpoint, a killed one runs nothing any more.
import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, type Job, MemoryProgress, type ProgressStore, type Queue, seconds } from "#jobs";
import { latch, newSetting, type Setting, settle } from "./setting.ts";

const graceMs = seconds(25);

/** A job that begins, waits to be let on, and then makes one checkpoint. */
function waiting() {
  const begun = latch();
  const goOn = latch();
  const ran: string[] = [];
  const definition = defineJob({
    name: "waiting",
    async perform(_args: null, job) {
      try {
        await job.step<number>("wait", async (step) => {
          begun.open();
          await goOn.opened;
          await step.set(1);
          ran.push("after the checkpoint");
        });
      } catch (error) {
        ran.push("catch");
        throw error;
      } finally {
        ran.push("finally");
      }
    },
  });
  return { begun, goOn, ran, definition };
}

/** Tells how a promise stands, without waiting for it. */
async function stateOf(promise: Promise<unknown>): Promise<"pending" | "fulfilled" | "rejected"> {
  let state: "pending" | "fulfilled" | "rejected" = "pending";
  promise.then(
    () => (state = "fulfilled"),
    () => (state = "rejected"),
  );
  await settle();
  return state;
}

describe("stop", () => {
  it("lets the job end at its next checkpoint and go back to the queue", async () => {
    const { begun, goOn, ran, definition } = waiting();
    const { queue, worker } = newSetting();
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    const performing = one.performNext();
    await begun.opened;
    const stopping = one.stop();
    expect(one.state).toBe("stopping");
    expect(await stateOf(stopping)).toBe("pending");
    goOn.open();
    expect(await stopping).toBe("stopped");
    expect(await performing).toMatchObject({ kind: "interrupted", reason: "stopping" });
    expect(ran).toEqual(["catch", "finally"]);
    expect(await queue.jobs()).toMatchObject([{ progress: { current: { cursor: 1 } } }]);
  });

  it("becomes a kill when the grace period runs out, and not a millisecond before", async () => {
    for (const options of [undefined, { graceMs: 100 }]) {
      const period = options?.graceMs ?? graceMs;
      const { begun, goOn, ran, definition } = waiting();
      const { clock, queue, worker } = newSetting();
      await enqueue(queue, definition, null);
      const one = worker([definition]);
      const performing = one.performNext();
      await begun.opened;
      const stopping = one.stop(options);
      clock.advance(period - 1);
      expect(await stateOf(stopping)).toBe("pending");
      clock.advance(1);
      expect(await stopping).toBe("killed");
      expect(one.state).toBe("killed");
      goOn.open();
      expect(await stateOf(performing)).toBe("pending");
      expect(ran).toEqual([]);
      expect(await queue.jobs()).toMatchObject([{ executions: 1 }]);
    }
  });

  it("does not kill a worker that has stopped in time", async () => {
    const { clock, worker } = newSetting();
    const one = worker([]);
    expect(await one.stop()).toBe("stopped");
    clock.advance(2 * graceMs);
    expect(one.state).toBe("stopping");
  });

  it("wakes a worker that idles in run, at once", async () => {
    const { worker } = newSetting();
    const one = worker([]);
    const running = one.run();
    await settle();
    expect(await one.stop()).toBe("stopped");
    expect(await stateOf(running)).toBe("fulfilled");
  });

  it("does not let a worker idle that was about to", async () => {
    const { worker } = newSetting();
    const one = worker([]);
    const running = one.run();
    await one.stop();
    expect(await stateOf(running)).toBe("fulfilled");
  });

  it("leases no further job", async () => {
    const { queue, worker } = newSetting();
    const { definition } = waiting();
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    await one.stop();
    expect(await one.performNext()).toBeUndefined();
    await one.run();
    expect(await queue.jobs()).toMatchObject([{ executions: 0 }]);
  });

  it("waits for a job whose lease was still on its way, and for every job that is under way", async () => {
    const { begun, goOn, definition } = waiting();
    const { queue, worker } = newSetting();
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    const first = one.performNext();
    const stopping = one.stop();
    await begun.opened;
    expect(await stateOf(stopping)).toBe("pending");
    goOn.open();
    expect(await stopping).toBe("stopped");
    expect(await stateOf(first)).toBe("fulfilled");
  });

  it("waits for the slower one of two", async () => {
    const [slow, quick] = [waiting(), waiting()];
    const { queue, worker } = newSetting();
    const renamed = defineJob({ ...quick.definition, name: "quick" });
    await enqueue(queue, slow.definition, null);
    await enqueue(queue, renamed, null);
    const one = worker([slow.definition, renamed]);
    const both = [one.performNext(), one.performNext()];
    await Promise.all([slow.begun.opened, quick.begun.opened]);
    const stopping = one.stop();
    quick.goOn.open();
    expect(await stateOf(stopping)).toBe("pending");
    slow.goOn.open();
    expect(await stopping).toBe("stopped");
    await Promise.all(both);
  });

  it("may be asked for more than once", async () => {
    const { begun, goOn, definition } = waiting();
    const { queue, worker } = newSetting();
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    void one.performNext();
    await begun.opened;
    const both = [one.stop(), one.stop({ graceMs: 10 })];
    goOn.open();
    expect(await Promise.all(both)).toEqual(["stopped", "stopped"]);
  });

  it("tells that the worker was killed when that came first", async () => {
    const { begun, definition } = waiting();
    const { clock, queue, worker } = newSetting();
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    void one.performNext();
    await begun.opened;
    const stopping = one.stop();
    one.kill();
    clock.advance(graceMs);
    expect(await stopping).toBe("killed");
  });

  it("aborts the signal of the job, so that a long wait can end early", async () => {
    const { queue, worker } = newSetting();
    const sleeping = defineJob({
      name: "sleeping",
      async perform(_args: null, job) {
        await job.step("sleep", async (step) => {
          await new Promise((resolve) => job.signal.addEventListener("abort", resolve, { once: true }));
          await step.checkpoint();
        });
      },
    });
    await enqueue(queue, sleeping, null);
    const one = worker([sleeping]);
    const performing = one.performNext();
    await settle();
    await one.stop();
    expect(await performing).toMatchObject({ kind: "interrupted" });
  });

  it("leaves no listener on the signal, however long the worker has idled", async () => {
    let signal: AbortSignal | undefined;
    const looking = defineJob({ name: "looking", perform: async (_args: null, job) => void (signal = job.signal) });
    const { clock, queue, worker } = newSetting();
    await enqueue(queue, looking, null);
    const one = worker([looking]);
    const running = one.run({ pollMs: 10 });
    for (let poll = 0; poll < 50; poll += 1) {
      await settle();
      clock.advance(10);
    }
    if (!signal) throw new Error("The job has not run.");
    await settle();
    expect(getEventListeners(signal, "abort").length).toBeLessThanOrEqual(1);
    await one.stop();
    await running;
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("kill", () => {
  it("runs nothing of the job any more: no catch, no finally, no abort listener", async () => {
    const { begun, goOn, ran, definition } = waiting();
    const { queue, worker, events } = newSetting();
    const listening = defineJob({
      ...definition,
      perform: async (args: null, job: Job) => {
        job.signal.addEventListener("abort", () => ran.push("abort"));
        await definition.perform(args, job, undefined);
      },
    });
    await enqueue(queue, listening, null);
    const one = worker([listening]);
    const performing = one.performNext();
    await begun.opened;
    one.kill();
    const told = events.length;
    goOn.open();
    expect(await stateOf(performing)).toBe("pending");
    expect(ran).toEqual([]);
    expect(events).toHaveLength(told);
    expect(one.state).toBe("killed");
  });

  it.each<[string, (job: Job) => Promise<void> | void]>([
    ["a checkpoint", (job) => job.step("a", (step) => step.checkpoint())],
    ["a cursor", (job) => job.step<number>("a", (step) => step.set(1))],
    ["a step", (job) => job.step("a", () => {})],
    ["an enqueue", async (job) => void (await job.enqueue(waiting().definition, null, { key: "k" }))],
    ["a mistake", (job) => job.step("", () => {})],
    ["its end", () => {}],
    [
      "an error",
      () => {
        throw new Error("after death");
      },
    ],
  ])("holds for a job that comes to %s after it", async (_title, next) => {
    const goOn = latch();
    const ran: string[] = [];
    const { queue, worker, events } = newSetting();
    const dying = defineJob({
      name: "dying",
      async perform(_args: null, job) {
        await goOn.opened;
        const call = next(job);
        if (call) await call.finally(() => ran.push("finally"));
      },
      followUps: () => [],
    });
    await enqueue(queue, dying, null);
    const one = worker([dying]);
    const performing = one.performNext();
    await settle();
    one.kill();
    const told = events.length;
    goOn.open();
    expect(await stateOf(performing)).toBe("pending");
    expect(ran).toEqual([]);
    expect(events).toHaveLength(told);
    expect(await queue.jobs()).toMatchObject([{ name: "dying", executions: 1 }]);
  });

  it("leaves a worker that idles where it is: run does not return", async () => {
    const { clock, worker } = newSetting();
    const one = worker([]);
    const running = one.run();
    await settle();
    one.kill();
    clock.advance(seconds(60));
    expect(await stateOf(running)).toBe("pending");
  });

  it("leaves nothing to a killed worker: performNext and performNow never settle", async () => {
    const { queue, worker } = newSetting();
    const { definition } = waiting();
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    one.kill();
    expect(await stateOf(one.performNext())).toBe("pending");
    expect(await stateOf(one.performNow(definition, null))).toBe("pending");
    expect(await queue.jobs()).toMatchObject([{ executions: 0 }]);
  });
});

/** A job that does all that a job can ask of its queue and its store; it fails or finishes. */
function busy(setting: Pick<Setting, "clock">, ran: string[], fails: boolean) {
  return defineJob({
    name: "busy",
    async perform(_args: null, job) {
      try {
        await job.enqueue(defineJob({ name: "child", async perform() {} }), null, { key: "child", wait: 1e9 });
        await job.step<number>("a", async (step) => {
          setting.clock.advance(seconds(16));
          await step.set(1);
        });
        if (fails) throw new SyntaxError("fails after progress");
      } catch (error) {
        ran.push("catch");
        throw error;
      } finally {
        ran.push("finally");
      }
    },
    resumeErrorsAfterAdvancing: false,
  });
}

describe("kill in the middle of an operation", () => {
  type Method = keyof Queue | keyof ProgressStore;

  /** Kills before or after an operation has reached the other side. */
  const striking = <Target extends object>(
    target: Target,
    method: Method,
    when: "before" | "after",
    kill: () => void,
  ) =>
    new Proxy(target, {
      get(real, name) {
        const value: unknown = Reflect.get(real, name);
        if (typeof value !== "function") return value;
        if (name !== method) return value.bind(real) as unknown;
        return async (...args: unknown[]): Promise<unknown> => {
          if (when === "before") kill();
          // A connection that breaks when its process dies would reject; the job must not hear of that either.
          if (when === "before") throw new Error("connection lost");
          const result: unknown = await value.apply(real, args);
          kill();
          return result;
        };
      },
    });

  const methods: readonly Method[] = ["lease", "enqueue", "renew", "acknowledge", "bury", "open", "save", "forget"];
  it.each(methods.flatMap((method) => [[method, "before"] as const, [method, "after"] as const]))(
    "%s, %s it is done: the job does not notice, and is not lost",
    async (method, when) => {
      const ran: string[] = [];
      const setting = newSetting();
      const { clock, queue, worker } = setting;
      const store = new MemoryProgress();
      const definition = busy(setting, ran, method === "bury");
      await enqueue(queue, definition, null);
      let struck = false;
      const kill = () => {
        struck = true;
        one.kill();
      };
      const one = worker([definition], {
        queue: striking(queue, method, when, kill),
        progress: striking(store, method, when, kill),
      });
      expect(await stateOf(one.performNext())).toBe("pending");
      expect(struck).toBe(true);
      // Only an operation that comes after the job's own code lets that code run to its end.
      const codeHasEnded = ["acknowledge", "bury", "forget"].includes(method);
      expect(ran).toEqual(codeHasEnded ? (method === "bury" ? ["catch", "finally"] : ["finally"]) : []);

      clock.advance(seconds(60));
      const outcome = await worker([definition], { progress: store }).performNext();
      const settled = ["acknowledge", "bury"].includes(method) && when === "after";
      const ending = method === "bury" ? "failed" : "completed";
      expect(outcome?.kind).toBe(settled || method === "forget" ? undefined : ending);
      expect((await queue.jobs()).map((job) => job.name)).toEqual(["child"]);
      expect(await queue.deadLetters()).toHaveLength(method === "bury" ? 1 : 0);
    },
  );

  it.each(["before", "after"] as const)("release, %s it is done", async (when) => {
    const { clock, queue, worker } = newSetting();
    const counting = defineJob({
      name: "counting",
      perform: (_args: null, job) => job.step<number>("count", (step) => step.set(1)),
    });
    await enqueue(queue, counting, null);
    const one = worker([counting], {
      queue: striking(queue, "release", when, () => one.kill()),
      stopReason: () => "stopping",
    });
    expect(await stateOf(one.performNext())).toBe("pending");
    const progress = { completed: [], current: { step: "count", cursor: 1 } };
    expect((await queue.jobs())[0]?.progress).toEqual(when === "after" ? progress : undefined);
    clock.advance(seconds(60));
    expect(await worker([counting]).performNext()).toMatchObject({ kind: "completed" });
  });

  it("while it asks whether to stop", async () => {
    const { queue, worker } = newSetting();
    const { goOn, ran, definition } = waiting();
    await enqueue(queue, definition, null);
    const one = worker([definition], {
      stopReason: () => {
        one.kill();
        return undefined;
      },
    });
    goOn.open();
    expect(await stateOf(one.performNext())).toBe("pending");
    expect(ran).toEqual([]);
  });
});
