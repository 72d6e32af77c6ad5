// Whatever is thrown, refused or changed by hand: a job is waiting, leased, done, or a dead letter that can be read.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, jobRequest, MemoryQueue, type Queue, type Trouble } from "#jobs";
import { VirtualClock } from "#simulation";
import { newSetting } from "./setting.ts";

const idle = defineJob({ name: "idle", async perform() {} });
const throwing = (thrown: unknown) =>
  defineJob({
    name: "throwing",
    async perform() {
      throw thrown;
    },
  });

describe("a lease for no time at all", () => {
  it.each([NaN, 0, -1, Infinity, "5" as unknown as number])(
    "%o is refused, and the job still waits",
    async (leaseMs) => {
      const queue = new MemoryQueue({ clock: new VirtualClock() });
      const { id } = await enqueue(queue, idle, null);
      const refused = "How long a lease lasts is";
      await expect(queue.lease({ leaseMs })).rejects.toThrow(refused);
      expect(() => queue.leaseThis(id, leaseMs)).toThrow(refused);
      await expect(queue.enqueueLeased(jobRequest(idle, null, { key: "k" }), leaseMs)).rejects.toThrow(refused);
      expect((await queue.jobs()).map((job) => job.id)).toEqual([id]);
      expect(await enqueue(queue, idle, null, { key: "k" })).toMatchObject({ known: false });
    },
  );
});

describe("an error that cannot be read", () => {
  const trap = (name: "message" | "name" | "stack" | "cause") =>
    Object.defineProperty(new Error("x"), name, {
      get() {
        throw new Error("trap");
      },
    });
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  it.each([
    ["a message that raises", trap("message")],
    ["a name that raises", trap("name")],
    ["a stack that raises", trap("stack")],
    ["a cause that raises", trap("cause")],
    ["a symbol for a name", Object.assign(new Error("x"), { name: Symbol("s") })],
    ["an object for a message", Object.assign(new Error("x"), { message: { code: 5n } })],
    ["a revoked proxy", proxy],
  ])("is buried all the same, as plain JSON: %s", async (_what, thrown) => {
    const { queue, worker } = newSetting();
    const job = throwing(thrown);
    await enqueue(queue, job, null);
    await worker([job]).performNext();
    const letters = await queue.deadLetters();
    expect(letters).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(letters[0]?.error))).toEqual(letters[0]?.error);
    expect(await queue.jobs()).toEqual([]);
  });

  it("keeps what an AggregateError holds, and causes that are texts", async () => {
    const { queue, worker } = newSetting();
    const job = throwing(new AggregateError([new Error("card declined"), "no answer"], "all failed", { cause: "why" }));
    await enqueue(queue, job, null);
    await worker([job]).performNext();
    const [letter] = await queue.deadLetters();
    expect(letter?.error.errors?.map(({ message }) => message)).toEqual(["card declined", "no answer"]);
    expect(letter?.error.cause?.message).toBe("why");
  });
});

it("a listener that fails later is told of, and ends no process", async () => {
  const troubles: Trouble[] = [];
  const { queue, worker } = newSetting();
  await enqueue(queue, idle, null);
  const onEvent = (async () => {
    throw new Error("later");
  }) as () => void;
  await worker([idle], { onEvent, onTrouble: (trouble) => troubles.push(trouble) }).performNext();
  await new Promise((resolve) => setImmediate(resolve));
  expect(troubles.map(({ kind }) => kind)).toContain("listener_failed");
});

it("follow-ups that the queue refuses fail their job at once, with what was refused", async () => {
  const { queue, worker } = newSetting();
  const parent = defineJob({
    name: "parent",
    async perform() {},
    followUps: () => [{ ...jobRequest(idle, null), at: NaN }],
  });
  await enqueue(queue, parent, null);
  expect(await worker([parent]).performNext()).toMatchObject({ kind: "failed" });
  expect((await queue.deadLetters())[0]?.error.message).toContain("The time of job 'idle' is NaN");
});

it("a renewal that fails once costs nothing while the lease lasts", async () => {
  const troubles: Trouble[] = [];
  let renewals = 0;
  const { queue, worker, clock } = newSetting(
    (inner): Queue =>
      new Proxy(inner, {
        get(target, name) {
          if (name !== "renew") return (Reflect.get(target, name) as (...given: unknown[]) => unknown).bind(target);
          return async (...given: Parameters<Queue["renew"]>) => {
            renewals += 1;
            if (renewals === 1) throw new Error("ECONNRESET");
            await target.renew(...given);
          };
        },
      }),
  );
  const slow = defineJob({
    name: "slow",
    async perform(_args: null, job) {
      await job.step("work", async (step) => {
        for (let turn = 0; turn < 6; turn += 1) {
          clock.advance(60);
          await step.checkpoint();
        }
      });
    },
  });
  await enqueue(queue, slow, null);
  const outcome = await worker([slow], { leaseMs: 300, onTrouble: (trouble) => troubles.push(trouble) }).performNext();
  expect(outcome).toMatchObject({ kind: "completed" });
  expect(troubles).toMatchObject([{ kind: "outside_failed", error: { message: "ECONNRESET" } }]);
  expect(renewals).toBeGreaterThan(1);
});

it("what is shown of a job can be changed without changing the job", async () => {
  const { queue, worker } = newSetting();
  const ran: string[] = [];
  const job = defineJob({
    name: "curious",
    async perform(_args: null, handle) {
      await handle.step<number>("a", async (step) => {
        (step as unknown as { end?: () => void }).end?.();
        expect(() => ((step as { name: string }).name = "other")).toThrow(TypeError);
        await step.set(1);
      });
      (handle.progress.completed as string[]).push("b");
      await handle.step("b", async () => void ran.push("b"));
    },
  });
  await enqueue(queue, job, null, { priority: 3 });
  const [shown] = await queue.jobs();
  (shown as { priority: number }).priority = 99;
  expect((await queue.jobs())[0]?.priority).toBe(3);
  expect(await worker([job]).performNext()).toMatchObject({ kind: "completed" });
  expect(ran).toEqual(["b"]);
});

it("a rule whose question is answered with a promise drops no job", async () => {
  const { queue, worker } = newSetting();
  const job = defineJob({
    name: "asking",
    discardOn: [{ errors: (async () => false) as never }],
    async perform() {
      throw new Error("boo");
    },
  });
  await enqueue(queue, job, null);
  await worker([job]).performNext();
  expect((await queue.deadLetters())[0]?.error.message).toContain("it answered with a promise");
});

it.each(["default", [], [5], [""], null])("a worker of the queues %o is refused", (queues) => {
  expect(() => newSetting().worker([idle], { queues: queues as never })).toThrow("A worker was given queues");
});

it.each(["25000", null, NaN, -1, {}])("a worker that is to stop within %o goes on", async (graceMs) => {
  const worker = newSetting().worker([idle]);
  await expect(worker.stop({ graceMs: graceMs as never })).rejects.toThrow("stop was given graceMs");
  expect(worker.state).toBe("running");
});
