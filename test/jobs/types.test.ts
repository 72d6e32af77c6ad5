// What the compiler infers and refuses. The lines marked "@ts-expect-error" are checked by `npx tsc -p .`, not by vitest.
// oxlint-disable vitest/expect-expect -- the compiler is what asserts
import { describe, expectTypeOf, it } from "vitest";
import {
  defineJob,
  enqueue,
  type Job,
  type JobDefinition,
  jobRequest,
  type Queue,
  Worker,
  type WorkerOptions,
} from "#jobs";

interface Shop {
  readonly charge: (order: number) => Promise<void>;
}
interface Mailer {
  readonly deliver: (to: string) => Promise<void>;
}

const chargeOrders = defineJob({
  name: "charge_orders",
  async perform(_args: { day: string }, _job, _shop: Shop) {},
});
const ping = defineJob({ name: "ping", async perform() {} });

/** Never called: what is inside is for the compiler only. */
const compileOnly = (
  _body: (given: { queue: Queue; job: Job; options: Omit<WorkerOptions<Shop>, "jobs"> }) => unknown,
) => {};

describe("defineJob", () => {
  it("infers arguments and services from the annotations in perform", () => {
    expectTypeOf(chargeOrders).toEqualTypeOf<JobDefinition<{ day: string }, Shop>>();
    expectTypeOf(ping).toExtend<JobDefinition<never>>();
  });

  it("knows the job without an annotation", () => {
    defineJob({
      name: "look",
      async perform(_args: null, job) {
        expectTypeOf(job).toEqualTypeOf<Job>();
      },
    });
  });

  it("gives the arguments to queue, priority and follow-ups", () => {
    defineJob({
      name: "look",
      async perform(_args: { vip: boolean }) {},
      queue: (args) => {
        expectTypeOf(args).toEqualTypeOf<{ vip: boolean }>();
        return "default";
      },
      followUps: (args) => {
        expectTypeOf(args).toEqualTypeOf<{ vip: boolean }>();
        return [jobRequest(chargeOrders, { day: "2026-11-22" })];
      },
    });
  });

  it("takes optional arguments and unions", () => {
    const optional = defineJob({ name: "o", async perform(_args: { day?: string; kind: "full" | "part" }) {} });
    compileOnly(({ queue }) => enqueue(queue, optional, { kind: "full" }));
  });

  it("refuses arguments that JSON would change", () => {
    // @ts-expect-error -- a Date comes back from the queue as a string
    defineJob({ name: "dated", async perform(_args: { day: Date }) {} });
    // @ts-expect-error -- a Map comes back as an empty object
    defineJob({ name: "mapped", async perform(_args: Map<string, string>) {} });
    // @ts-expect-error -- JSON drops undefined
    defineJob({ name: "missing", async perform(_args: { day: string | undefined }) {} });
  });
});

describe("enqueue", () => {
  it("refuses arguments that the job does not take", () => {
    compileOnly(({ queue }) => {
      void enqueue(queue, chargeOrders, { day: "2026-11-22" });
      // @ts-expect-error -- misspelt
      void enqueue(queue, chargeOrders, { dya: "2026-11-22" });
      // @ts-expect-error -- one argument too many
      void enqueue(queue, chargeOrders, { day: "2026-11-22", dya: "2026-11-22" });
      // @ts-expect-error -- a number is no day
      void enqueue(queue, chargeOrders, { day: 20261122 });
      // @ts-expect-error -- missing
      void enqueue(queue, chargeOrders, {});
      // @ts-expect-error -- misspelt, in a request for bulk enqueueing
      jobRequest(chargeOrders, { dya: "2026-11-22" });
      // @ts-expect-error -- misspelt option
      void enqueue(queue, chargeOrders, { day: "2026-11-22" }, { wiat: 5 });
    });
  });

  it("needs a key within a job", () => {
    compileOnly(({ job }) => {
      void job.enqueue(chargeOrders, { day: "2026-11-22" }, { key: "charge 2026-11-22" });
      // @ts-expect-error -- without a key, a crash would enqueue it twice
      void job.enqueue(chargeOrders, { day: "2026-11-22" });
      // @ts-expect-error -- misspelt
      void job.enqueue(chargeOrders, { dya: "2026-11-22" }, { key: "charge 2026-11-22" });
    });
  });
});

describe("a worker", () => {
  it("takes jobs that need its services, or none", () => {
    compileOnly(({ options }) => new Worker({ ...options, jobs: [chargeOrders, ping] }));
  });

  it("refuses a job that needs other services", () => {
    const sendMail = defineJob({ name: "send_mail", async perform(_args: null, _job, _mailer: Mailer) {} });
    compileOnly(({ options }) => {
      // @ts-expect-error -- it has a Shop, the job needs a Mailer
      const worker: Worker<Shop> = new Worker({ ...options, jobs: [sendMail] });
      return worker;
    });
    compileOnly(({ options }) => {
      const worker = new Worker<Shop>({ ...options, jobs: [chargeOrders] });
      void worker.performNow(chargeOrders, { day: "2026-11-22" });
      // @ts-expect-error -- it has a Shop, the job needs a Mailer
      void worker.performNow(sendMail, null);
      // @ts-expect-error -- misspelt
      void worker.performNow(chargeOrders, { dya: "2026-11-22" });
    });
  });
});

describe("a step", () => {
  it("has a cursor that may be missing, unless it has a start", () => {
    compileOnly(({ job }) => {
      void job.step<number>("charge", (step) => {
        expectTypeOf(step.cursor).toEqualTypeOf<number | undefined>();
      });
      void job.step<number>("charge", { start: 0 }, (step) => {
        expectTypeOf(step.cursor).toEqualTypeOf<number>();
      });
      void job.step("charge", { start: String(1) }, (step) => {
        expectTypeOf(step.cursor).toEqualTypeOf<string>();
      });
      void job.step<readonly [number, number]>("nested", { start: [0, 0], isolated: true }, (step) => {
        expectTypeOf(step.cursor).toEqualTypeOf<readonly [number, number]>();
      });
    });
  });

  it("takes no cursor when it was given no type for one", () => {
    compileOnly(({ job }) => {
      void job.step("charge", async (step) => {
        await step.checkpoint();
        // @ts-expect-error -- say which cursor: job.step<number>(…)
        await step.set(1);
      });
    });
  });

  it("refuses a cursor that JSON would change, or of another type", () => {
    compileOnly(({ job }) => {
      // @ts-expect-error -- a Date comes back as a string
      void job.step<Date>("charge", () => {});
      // @ts-expect-error -- a Date comes back as a string
      void job.step("charge", { start: new Date(0) }, () => {});
      void job.step<number>("charge", async (step) => {
        // @ts-expect-error -- a string is no number
        await step.set("1");
        // @ts-expect-error -- nothing is no number
        await step.set(undefined);
        // @ts-expect-error -- the cursor is moved by set
        step.cursor = 1;
      });
    });
  });

  it("can be advanced when its cursor is a number, and only then", () => {
    compileOnly(({ job }) => {
      void job.step<number>("numbers", async (step) => {
        await step.advance();
        await step.advance({ from: 1 });
        // @ts-expect-error -- only a number has a next one
        await step.advance({ from: "1" });
      });
      void job.step<number>("numbers with a start", { start: 0 }, (step) => step.advance());
      void job.step<string>("strings", async (step) => {
        // @ts-expect-error -- a string has no next one
        await step.advance();
      });
      void job.step<[number, number]>("pairs", { start: [0, 0] }, async (step) => {
        // @ts-expect-error -- a pair has no next one
        await step.advance();
      });
    });
  });

  it("does not take a misspelt option", () => {
    compileOnly(({ job }) => {
      // @ts-expect-error -- isolated
      void job.step<number>("charge", { isolate: true }, () => {});
      // @ts-expect-error -- start
      void job.step<number>("charge", { strat: 1 }, () => {});
    });
  });
});
