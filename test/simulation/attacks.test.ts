// Jobs that a proof once believed, or accused wrongly, when somebody tried to fool it: one for each kind.
import { describe, expect, test } from "vitest";
import { defineJob, type Job, type Step } from "#jobs";
import type { Order, Shop } from "#shop";
import {
  assertExactlyOnce,
  crash,
  describeExploration,
  type Exploration,
  findProblems,
  refuse,
  rememberModule,
  sigterm,
  simulate,
  slow,
} from "#simulation";
import { charges, orders } from "./orders.ts";

const two = { ...orders(1, 2), effects: charges(1, 2) };
const three = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };

const verdictOf = async (proof: Promise<Exploration>): Promise<string> =>
  await proof.then(describeExploration, (error: unknown) => (error as Error).message);

type Globals = Pick<typeof globalThis, "Date" | "setTimeout" | "setInterval" | "AbortSignal">;
type Body = (step: Step<number>, job: Job, shop: Shop) => Promise<void>;

/** A job of one step, from a module whose time and timers are virtual. */
function fromModule(body: (globals: Globals) => Body) {
  const make = (globals: Globals) => ({
    job: defineJob({
      name: "attacking",
      perform: (_args: null, job: Job, shop: Shop) =>
        job.step<number>("charge", (step) => body(globals)(step, job, shop)),
    }),
  });
  const exports = make(globalThis);
  rememberModule(exports, (globals) => make(globals));
  return exports.job;
}

const charge = (shop: Shop, order: Order) => shop.payments.charge(order, { key: `charge:${order.id}` });

/** Charges what is left, each after the guard has said nothing. */
const unless = (ends: (globals: Globals, job: Job) => boolean) =>
  fromModule((globals) => async (step, job, shop) => {
    for await (const order of shop.orders.pending().after(step.cursor)) {
      if (ends(globals, job)) return;
      await charge(shop, order);
      await step.set(order.id);
    }
  });

const evening = Date.UTC(2026, 10, 22, 20);
const isLate = ({ Date }: Globals) => Date.now() > evening;

describe("what a job looks at on slow days only", () => {
  test.each<[string, (globals: Globals, job: Job) => boolean]>([
    ["its signal", (globals, job) => isLate(globals) && job.signal.aborted],
    ["its interruptions", (globals, job) => isLate(globals) && job.interruptions > 1],
    ["its executions", (globals, job) => isLate(globals) && job.executions > 2],
  ])("is tried on: %s", async (_what, ends) => {
    expect(await verdictOf(assertExactlyOnce(unless(ends), three))).toMatch(/charge \d never happened/);
  });

  test("and so is the time that it looks at after many executions only", async () => {
    const job = unless((globals, { executions }) => executions > 10 && isLate(globals));
    expect(await verdictOf(assertExactlyOnce(job, two))).toMatch(/charge 1 never happened/);
  });
});

test("the number in a service's answer is told again to whoever asks again: the order of its effects is a state", async () => {
  const tried = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask();
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  };
  const counting = defineJob({
    name: "counting",
    async perform(_args: null, job: Job, shop: Shop) {
      let sent = 0;
      const chargeOrder = async (id: number) => await charge(shop, await shop.orders.find(id));
      await job.step("charge", async () => {
        const failed: number[] = [];
        for (const id of [1, 2]) {
          await chargeOrder(id).then(
            () => (sent += 1),
            () => failed.push(id),
          );
        }
        for (const id of failed) {
          await tried(() => chargeOrder(id));
          sent += 1;
        }
      });
      // After a crash the count is gone: "the number of the last receipt says how many there are".
      sent ||= (await tried(() => chargeOrder(2))).id;
      await job.step("mail", async () => {
        await tried(() =>
          shop.mailer.deliver({ template: "charged", about: sent, to: "a@mail.example" }, { key: "done" }),
        );
      });
    },
  });
  const options = { ...two, effects: [...charges(1, 2), "charged 2"], inOrder: false };
  const run = await simulate(counting, { ...options, faults: [refuse("charge 1"), crash({ before: "charged 2" })] });
  expect(findProblems(run, options)).not.toEqual([]);
  expect(await verdictOf(assertExactlyOnce(counting, options))).toContain("charged");
});

describe("a stop request", () => {
  test("and a service that fails can come at the same point", async () => {
    const job = defineJob({
      name: "giving up",
      perform: (_args: null, own: Job, shop: Shop) =>
        own.step<number>("charge", async (step) => {
          for await (const order of shop.orders.pending().after(step.cursor)) {
            try {
              await charge(shop, order);
            } catch (error) {
              if (!(step.advanced && own.signal.aborted)) throw error;
            }
            await step.set(order.id);
          }
        }),
    });
    const faults = [sigterm({ before: "charge 2" }), refuse("charge 2")];
    const run = await simulate(job, { ...three, faults });
    expect(run.neverStruck).toEqual([]);
    expect(findProblems(run, three)).toMatchObject([{ kind: "lost" }]);
    expect(await verdictOf(assertExactlyOnce(job, three))).toMatch(/charge \d never happened/);
  });

  test("comes while a job only waits for a timer, too", async () => {
    const job = fromModule(({ setTimeout }) => async (step, own, shop) => {
      for await (const order of shop.orders.pending().after(step.cursor)) {
        await charge(shop, order);
        await step.set(order.id);
        const ended = await new Promise<boolean>((resolve) => {
          setTimeout(() => resolve(false), 1_000);
          own.signal.addEventListener("abort", () => resolve(true), { once: true });
        });
        if (ended) return;
      }
    });
    expect(await verdictOf(assertExactlyOnce(job, three))).toMatch(/charge \d never happened/);
  });

  test.each<[string, (globals: Globals, job: Job) => Promise<void>]>([
    [
      "a timer that is left running",
      async ({ setTimeout }, job) => {
        setTimeout(() => {}, 1_000);
        void job.signal.aborted;
      },
    ],
    [
      "a sleep that a signal ends, and whose timer nobody clears",
      ({ setTimeout }, job) =>
        new Promise<void>((resolve) => {
          setTimeout(resolve, 1_000);
          job.signal.addEventListener("abort", () => resolve(), { once: true });
        }),
    ],
    [
      "a timeout beside the signal",
      async ({ AbortSignal }, job) => void AbortSignal.any([job.signal, AbortSignal.timeout(1_000)]),
    ],
  ])("does not stop a right job for ever: %s", async (_what, wait) => {
    const job = fromModule((globals) => async (step, own, shop) => {
      for await (const order of shop.orders.pending().after(step.cursor)) {
        await wait(globals, own);
        await charge(shop, order);
        await step.set(order.id);
      }
    });
    expect(await verdictOf(assertExactlyOnce(job, three))).toMatch(/^proved for any number of crashes/);
    const run = await simulate(job, { ...three, faults: [slow(), sigterm({ before: "charge 1" })] });
    expect(findProblems(run, three)).toEqual([]);
    expect(run.entries.filter((entry) => entry.entry === "fault" && entry.kind === "SIGKILL")).toEqual([]);
  });
});

describe("a timer whose callback raises an error", () => {
  test("ends the run as a failure, as it would end every process", async () => {
    const job = fromModule(({ setTimeout }) => async (_step, _job, shop) => {
      setTimeout(() => {
        throw new RangeError("nobody catches this");
      }, 10);
      for await (const order of shop.orders.pending()) await charge(shop, order);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    });
    const run = await simulate(job, { ...two, faults: [] });
    expect(run.end).toBe("failed");
    expect(run.failures).toMatchObject([{ job: "attacking", error: { message: "nobody catches this" } }]);
    expect(await verdictOf(assertExactlyOnce(job, two))).toContain("RangeError: nobody catches this");
  });
});

describe("calls that somebody awaits, and that are still under way at a checkpoint,", () => {
  test("are told so, and not that nobody awaits them", async () => {
    const hasty = defineJob({
      name: "hasty",
      perform: (_args: null, job: Job, shop: Shop) =>
        job.step<number>("charge", async (step) => {
          const left = await shop.orders.pending().after(step.cursor).toArray();
          const all = Promise.all(left.map((order) => charge(shop, order)));
          if (left.length > 0) await step.set((left.at(-1) as Order).id);
          await all;
        }),
    });
    const message = await verdictOf(assertExactlyOnce(hasty, three));
    expect(message.replaceAll(/\s+/g, " ")).toContain(
      "CallUnderWayError: shop.payments.charge(…) was still under way when the job came to a checkpoint, or to its end.",
    );
  });
});

test("the same fault given twice strikes twice", async () => {
  const job = unless(() => false);
  const fault = crash({ after: "charge 1" });
  const once = await simulate(job, { ...two, faults: [fault] });
  const twice = await simulate(job, { ...two, faults: [fault, fault] });
  const executions = (run: typeof once) => run.entries.filter((entry) => entry.entry === "fault").length;
  expect([executions(once), executions(twice)]).toEqual([1, 2]);
  expect(twice.neverStruck).toEqual([]);
});

describe("a retry rule", () => {
  const retrying = (attempts: number) =>
    defineJob({
      name: "retrying",
      retryOn: [{ errors: Error, attempts }],
      perform: (_args: null, job: Job, shop: Shop) =>
        job.step<number>("charge", async (step) => {
          for await (const order of shop.orders.pending().after(step.cursor)) {
            await charge(shop, order);
            await step.set(order.id);
          }
        }),
    });

  test("with many attempts makes no state of each, and the sentence says that they did not run out", async () => {
    const few = await assertExactlyOnce(retrying(6), three);
    const many = await assertExactlyOnce(retrying(1_000), three);
    expect(many.states).toBe(few.states);
    expect(describeExploration(many)).toContain("retry rules with more than 5 attempts did not run out of them");
  });

  test("with few attempts is followed until they have run out", async () => {
    const [fewer, five] = [await assertExactlyOnce(retrying(2), three), await assertExactlyOnce(retrying(5), three)];
    expect(five.states).toBeGreaterThan(fewer.states);
    expect(describeExploration(five)).not.toContain("attempts");
  });
});
