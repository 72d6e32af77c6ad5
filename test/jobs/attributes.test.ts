// Attributes: values that are neither arguments nor cursors, and survive together with the progress.
import { describe, expect, it } from "vitest";
import {
  type Attribute,
  AttributeChangedError,
  AttributeError,
  defineJob,
  enqueue,
  DuplicateStepError,
  type Job,
  type Json,
  MemoryProgress,
  NotJsonError,
} from "#jobs";
import { failure, newSetting, stopAtQuestion } from "./setting.ts";

const jobOf = (perform: (job: Job) => Promise<void>) =>
  defineJob<null>({ name: "job", perform: (_args, job) => perform(job) });

/** Performs a job once; returns how it ended. */
async function performOnce(perform: (job: Job) => Promise<void>, stop = false) {
  const setting = newSetting();
  const job = jobOf(perform);
  await enqueue(setting.queue, job, null);
  const outcome = await setting.perform([job], stop ? { stopReason: () => "deploy" } : {});
  return { ...setting, outcome };
}

describe("an attribute", () => {
  /** Adds the items 1 to 4 and reports the sum in a step of its own. */
  const adding = (report: (total: number) => void) =>
    jobOf(async (job) => {
      const total = job.attribute("total", 0);
      await job.step<number>("add", { start: 1 }, async (step) => {
        while (step.cursor <= 4) {
          total.value += step.cursor;
          await step.advance();
        }
      });
      await job.step("report", () => report(total.value));
    });

  it("survives a stop at any checkpoint, and is written with the cursor that it belongs to", async () => {
    for (let question = 1; question <= 5; question += 1) {
      const totals: number[] = [];
      const job = adding((total) => totals.push(total));
      const { queue, drain } = newSetting();
      await enqueue(queue, job, null);
      const outcomes = await drain([job], { stopReason: stopAtQuestion(question) });
      expect(outcomes.map(({ kind }) => kind)).toEqual(["interrupted", "completed"]);
      expect(totals).toEqual([10]);
    }
  });

  it("is in the payload of a job that goes back, under its name", async () => {
    const { queue } = await performOnce(async (job) => {
      job.attribute("token", "").value = "t-1";
      await job.step<number>("step", (step) => step.set(1));
    }, true);
    expect(await queue.jobs()).toMatchObject([{ progress: { attributes: { token: "t-1" } } }]);
  });

  it("is not in the payload as long as nobody has set it", async () => {
    const { queue } = await performOnce(async (job) => {
      job.attribute("token", "");
      await job.step<number>("step", (step) => step.set(1));
    }, true);
    const [waiting] = await queue.jobs();
    expect(waiting?.progress).toEqual({ completed: [], current: { step: "step", cursor: 1 } });
  });

  it("survives an error after progress", async () => {
    const seen: number[] = [];
    const job = jobOf(async (context) => {
      const tries = context.attribute("tries", 0);
      await context.step<number>("step", { start: 0 }, async (step) => {
        seen.push(tries.value);
        tries.value += 1;
        await step.advance();
        if (context.executions < 3) throw new Error("again");
      });
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    await drain([job]);
    expect(seen).toEqual([0, 1, 2]);
  });

  it("set outside of steps, goes to the progress store before the job goes back", async () => {
    const progress = new MemoryProgress();
    const job = jobOf(async (context) => {
      context.attribute("seen", 0).value = 7;
      await context.interrupt("throttled");
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, job, null);
    await perform([job], { progress });
    expect(progress.peek("job-1")).toEqual({ completed: [], attributes: { seen: 7 } });
  });

  it("is one value, whoever asks for it by its name", async () => {
    const values: number[] = [];
    await performOnce(async (job) => {
      const [one, other] = [job.attribute("count", 1), job.attribute("count", 100)];
      values.push(one.value, other.value);
      one.value = 2;
      values.push(one.value, other.value);
    });
    expect(values).toEqual([1, 100, 2, 2]);
  });

  it("may be named like a property that every object has", async () => {
    const values: unknown[] = [];
    await performOnce(async (job) => {
      job.attribute("other", 0).value = 1;
      values.push(job.attribute("constructor", "none").value);
      values.push(job.attribute("toString", "none").value);
    });
    expect(values).toEqual(["none", "none"]);
  });

  it("can be null, which is not the same as not set", async () => {
    await performOnce(async (job) => {
      const last: Attribute<string | null> = job.attribute<string | null>("last", "none");
      expect(last.value).toBe("none");
      last.value = null;
      expect(last.value).toBeNull();
      expect(job.attribute("last", "none").value).toBeNull();
    });
  });

  it.each<[string, (list: number[], deep: { at: number[] }) => void]>([
    ["push", (list) => void list.push(1)],
    ["unshift", (list) => void list.unshift(1)],
    ["an element", (list) => void (list[0] = 9)],
    ["its length", (list) => void (list.length = 0)],
    ["a part of a part", (_list, deep) => void deep.at.push(1)],
    ["a field that is deleted", (_list, deep) => void delete (deep as { at?: unknown }).at],
  ])("cannot be changed in place: %s", async (_what, change) => {
    for (const isSet of [false, true]) {
      const { outcome } = await performOnce(async (job) => {
        const list: Attribute<readonly number[]> = job.attribute<readonly number[]>("list", [3, 2]);
        const deep: Attribute<{ readonly at: readonly number[] }> = job.attribute("deep", { at: [1] });
        if (isSet) [list.value, deep.value] = [[3, 2], { at: [1] }];
        change(list.value as number[], deep.value as { at: number[] });
      });
      expect(failure(outcome)).toBeInstanceOf(AttributeChangedError);
      expect(failure(outcome).message).toMatch(/was changed in place, and would not be kept\. Set a new one: `/);
    }
  });

  it("reads as an array or an object does: spread, mapped, written as JSON, set again", async () => {
    await performOnce(async (job) => {
      const list: Attribute<readonly number[]> = job.attribute<readonly number[]>("list", []);
      list.value = [...list.value, 1];
      list.value = list.value.concat(2);
      expect(list.value).toEqual([1, 2]);
      expect(Array.isArray(list.value)).toBe(true);
      expect(list.value.map((item) => item * 2)).toEqual([2, 4]);
      expect(JSON.stringify(list.value)).toBe("[1,2]");
      const other: Attribute<readonly number[]> = job.attribute<readonly number[]>("other", []);
      other.value = list.value;
      expect(other.value).toEqual([1, 2]);
    });
  });

  it("cannot have a name of the engine's own", async () => {
    const { outcome } = await performOnce(async (job) => void job.attribute("$iteration", 0));
    expect(failure(outcome)).toBeInstanceOf(AttributeError);
  });

  it("is a copy: what is changed in place later does not reach it", async () => {
    const { outcome } = await performOnce(async (job) => {
      const list = [1];
      const kept: Attribute<readonly number[]> = job.attribute("list", []);
      kept.value = list;
      list.push(2);
      expect(kept.value).toEqual([1]);
      expect(Object.isFrozen(kept.value)).toBe(true);
    });
    expect(outcome?.kind).toBe("completed");
  });

  it.each([new Date(0), Number.NaN, undefined])("refuses %s, which JSON would lose or change", async (value) => {
    const { outcome } = await performOnce(async (job) => {
      job.attribute<Json>("when", null).value = value as unknown as Json;
    });
    expect(failure(outcome)).toBeInstanceOf(NotJsonError);
    expect(failure(outcome).message).toContain("attribute 'when'");
  });

  it.each(["", 7, undefined])("needs a name, and %o is none", async (name) => {
    const { outcome } = await performOnce(async (job) => void job.attribute(name as string, 0));
    expect(failure(outcome)).toBeInstanceOf(AttributeError);
  });

  it("may be set while the Interrupt passes, and goes back with the progress", async () => {
    const { queue } = await performOnce(async (job) => {
      const sum = job.attribute("sum", 0);
      await job.step<number>("step", async (step) => {
        try {
          await step.set(1);
        } finally {
          sum.value = 7;
        }
      });
    }, true);
    expect(await queue.jobs()).toMatchObject([{ progress: { current: { cursor: 1 }, attributes: { sum: 7 } } }]);
  });

  it("cannot be set after a misuse", async () => {
    const { outcome } = await performOnce(async (job) => {
      const count = job.attribute("count", 0);
      await job.step("step", () => {});
      await job.step("step", () => {}).catch(() => {});
      expect(() => (count.value = 1)).toThrow(DuplicateStepError);
    });
    expect(failure(outcome)).toBeInstanceOf(DuplicateStepError);
    expect(outcome?.progress.attributes).toBeUndefined();
  });
});
