// Cursors: start, set, advance, checkpoint, and what a later execution finds.
import { describe, expect, it } from "vitest";
import {
  defineJob,
  enqueue,
  type Job,
  type Json,
  MemoryProgress,
  type Progress,
  type Step,
  UnadvanceableCursorError,
} from "#jobs";
import { failure, newSetting, stopAtQuestion } from "./setting.ts";

type AnyStep = Step<number, undefined>;

/** Performs one step, first execution. */
async function run(body: (step: AnyStep) => Promise<void> | void, start?: number) {
  return await runJob(async (job) => {
    if (start === undefined) await job.step<number>("iterate", body);
    else await job.step<number>("iterate", { start }, body as (step: Step<number, never>) => Promise<void>);
  });
}

async function runJob(perform: (job: Job) => Promise<void>, progress?: Progress, stopAt = 0) {
  const { queue, perform: performNext, drain } = newSetting();
  const definition = defineJob({ name: "iterating", perform: (_args: null, job) => perform(job) });
  await queue.enqueue([
    { name: definition.name, args: null, queue: "default", priority: 0, ...(progress && { progress }) },
  ]);
  const outcome = await performNext([definition], { stopReason: stopAtQuestion(stopAt) });
  return { outcome, queue, definition, drain };
}

describe("a cursor", () => {
  it("is nothing at first, or the start that was given", async () => {
    const seen: unknown[] = [];
    await run((step) => void seen.push(step.cursor));
    await run((step) => void seen.push(step.cursor), 0);
    expect(seen).toEqual([undefined, 0]);
  });

  it("is what was set last", async () => {
    const seen: unknown[] = [];
    await run(async (step) => {
      for (const cursor of [5, 3, 9]) {
        await step.set(cursor);
        seen.push(step.cursor);
      }
    });
    expect(seen).toEqual([5, 3, 9]);
  });

  it("is where the next execution goes on: the work that it stands for is not done again", async () => {
    const ids = [13, 22, 123, 234, 432, 3243, 6565];
    const effects: number[] = [];
    const entries: unknown[] = [];
    const rename = async (job: Job) => {
      await job.step<number>("rename", async (step) => {
        entries.push([step.resumed, step.cursor]);
        for (const id of ids) {
          if (step.cursor !== undefined && id < step.cursor) continue;
          effects.push(id);
          await step.advance({ from: id });
        }
      });
    };
    const { outcome, drain, definition } = await runJob(rename, undefined, 5);
    expect(outcome).toMatchObject({
      kind: "interrupted",
      progress: { completed: [], current: { step: "rename", cursor: 433 } },
    });
    expect(effects).toEqual(ids.slice(0, 5));
    await drain([definition]);
    expect(effects).toEqual(ids);
    expect(entries).toEqual([
      [false, undefined],
      [true, 433],
    ]);
  });

  it("survives one interruption after another, each somewhere else", async () => {
    const rows = [["a0", "a1", "a2"], ["b0"], [], ["c0", "c1"]];
    const effects: string[] = [];
    const nested = defineJob({
      name: "nested",
      async perform(_args: null, job) {
        await job.step<[number, number]>("walk", { start: [0, 0] }, async (step) => {
          for (let row = step.cursor[0]; row < rows.length; row += 1) {
            for (let column = step.cursor[1]; column < rows[row]!.length; column += 1) {
              effects.push(rows[row]![column]!);
              await step.set([row, column + 1]);
            }
            await step.set([row + 1, 0]);
          }
        });
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, nested, null);
    const outcomes = await drain([nested], { stopReason: () => "stopping" });
    expect(effects).toEqual(rows.flat());
    expect(outcomes).toHaveLength(rows.flat().length + rows.length + 1);
  });

  it.each<Json>([null, false, 0, "", [], {}, "2026-07-06", [1, null], { customer: 3, order: null }])(
    "of %j comes back as it was",
    async (value) => {
      const entries: unknown[] = [];
      const { outcome, drain, definition, queue } = await runJob(
        async (job) => {
          await job.step<Json>("iterate", async (step) => {
            entries.push([step.resumed, step.cursor]);
            if (!step.resumed) await step.set(value);
          });
        },
        undefined,
        1,
      );
      expect(outcome).toMatchObject({ progress: { current: { step: "iterate", cursor: value } } });
      expect((await queue.jobs())[0]?.progress).toEqual({ completed: [], current: { step: "iterate", cursor: value } });
      await drain([definition]);
      expect(entries).toEqual([
        [false, undefined],
        [true, value],
      ]);
    },
  );

  it("that was saved counts more than a start that has changed since", async () => {
    const entries: unknown[] = [];
    const iterate = async (job: Job) => {
      await job.step<number>("iterate", { start: 10 }, (step) => void entries.push(step.cursor));
    };
    await runJob(iterate, { completed: [], current: { step: "iterate", cursor: 3 } });
    expect(entries).toEqual([3]);
  });

  it("is not changed by changing the object that was set, or the one that was read", async () => {
    const { outcome } = await runJob(
      async (job) => {
        await job.step<number[]>("iterate", async (step) => {
          const place = [1, 0];
          await step.set(place);
          place[0] = 7;
          expect(() => ((step.cursor as number[])[1] = 9)).toThrow(TypeError);
          await step.checkpoint();
        });
      },
      undefined,
      2,
    );
    expect(outcome).toMatchObject({ kind: "interrupted", progress: { current: { cursor: [1, 0] } } });
  });

  it("is not changed by changing the object that was the start", async () => {
    const start = [0];
    const { outcome } = await runJob(
      async (job) => {
        await job.step<number[]>("iterate", { start }, async (step) => {
          start[0] = 7;
          expect(step.cursor).toEqual([0]);
          await step.checkpoint();
        });
      },
      undefined,
      1,
    );
    expect(outcome).toMatchObject({ kind: "interrupted", progress: { current: { cursor: [0] } } });
  });

  it("belongs to its step: the next one begins with its own", async () => {
    const entries: unknown[] = [];
    await runJob(async (job) => {
      await job.step<number>("a", (step) => step.set(5));
      await job.step<number>("b", (step) => void entries.push(step.cursor, step.resumed));
    });
    expect(entries).toEqual([undefined, false]);
  });
});

describe("step.advanced", () => {
  it("tells whether this execution has moved the cursor", async () => {
    const seen: boolean[] = [];
    await run(async (step) => {
      seen.push(step.advanced);
      await step.checkpoint();
      seen.push(step.advanced);
      await step.set(1);
      seen.push(step.advanced);
    });
    expect(seen).toEqual([false, false, true]);
  });

  it("is false when the cursor was set back to where it began", async () => {
    const { outcome } = await run(async (step) => {
      await step.set(5);
      await step.set(0);
      throw new Error("after going back");
    }, 0);
    expect(failure(outcome).message).toBe("after going back");
  });

  it("compares objects by what is in them", async () => {
    const seen: boolean[] = [];
    await runJob(async (job) => {
      await job.step<{ page: number }>("pages", { start: { page: 1 } }, async (step) => {
        await step.set({ page: 1 });
        seen.push(step.advanced);
        await step.set({ page: 2 });
        seen.push(step.advanced);
      });
    });
    expect(seen).toEqual([false, true]);
  });
});

describe("step.advance", () => {
  it("goes to the next whole number, after the cursor or after the one given", async () => {
    const seen: unknown[] = [];
    await run(async (step) => {
      await step.advance();
      seen.push(step.cursor);
      await step.advance({ from: 41 });
      seen.push(step.cursor);
      await step.advance({});
      seen.push(step.cursor);
      await step.advance({ from: -1 });
      seen.push(step.cursor);
    }, 1);
    expect(seen).toEqual([2, 42, 43, 0]);
  });

  const advice =
    "only a whole number has a next one. " +
    "Give `advance({ from: id })` a whole number, or name the new cursor yourself with `set(cursor)`.";

  it.each<[unknown, unknown, string]>([
    [undefined, undefined, "nothing (undefined)"],
    [null, undefined, "null"],
    [1.5, undefined, "1.5"],
    ["az", undefined, "'az'"],
    [[0, 0], undefined, "[0,0]"],
    [1, 1.1, "1.1"],
    [1, 2 ** 53, "9007199254740992"],
    [1, NaN, "NaN"],
  ])("refuses a cursor of %j with from %j", async (start, from, found) => {
    const { outcome, queue } = await runJob(async (job) => {
      await job.step("iterate", { start: start as number }, async (step) => {
        await step.advance(from === undefined ? {} : { from: from as number });
      });
    });
    expect(failure(outcome)).toBeInstanceOf(UnadvanceableCursorError);
    expect(failure(outcome).message).toBe(`Step 'iterate' cannot advance from ${found}: ${advice}`);
    expect(await queue.jobs()).toEqual([]);
  });
});

describe("step.checkpoint", () => {
  it("asks whether to stop, and keeps the place without a cursor", async () => {
    let left = 10;
    const entries: unknown[] = [];
    const definition = defineJob({
      name: "delete",
      async perform(_args: null, job) {
        await job.step("delete", async (step) => {
          entries.push([step.resumed, step.cursor]);
          while (left > 0) {
            left -= 1;
            await step.checkpoint();
          }
        });
      },
    });
    for (const options of [{}, { progress: new MemoryProgress() }]) {
      left = 10;
      entries.length = 0;
      const { queue, perform, drain } = newSetting();
      await enqueue(queue, definition, null);
      const outcome = await perform([definition], { ...options, stopReason: stopAtQuestion(1) });
      expect(outcome).toMatchObject({ kind: "interrupted", progress: { completed: [], current: { step: "delete" } } });
      expect(left).toBe(9);
      await drain([definition], options);
      expect(left).toBe(0);
      expect(entries).toEqual([
        [false, undefined],
        [true, undefined],
      ]);
    }
  });

  it("saves nothing", async () => {
    const store = new MemoryProgress();
    const saved: unknown[] = [];
    const checking = defineJob({
      name: "checking",
      perform: (_args: null, job) =>
        job.step<number>("check", async (step) => {
          await step.checkpoint();
          saved.push(store.peek(job.id));
          await step.set(1);
          saved.push(store.peek(job.id));
        }),
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, checking, null);
    await perform([checking], { progress: store });
    expect(saved).toEqual([undefined, { completed: [], current: { step: "check", cursor: 1 } }]);
  });

  it("keeps the start of a step that comes after others, whatever the store", async () => {
    for (const options of [{}, { progress: new MemoryProgress() }]) {
      let start = 1;
      const entries: unknown[] = [];
      const definition = defineJob({
        name: "two_steps",
        async perform(_args: null, job) {
          await job.step("first", () => {});
          await job.step<number>("second", { start: (start += 1) }, async (step) => {
            entries.push([step.resumed, step.cursor]);
            await step.checkpoint();
          });
        },
      });
      const { queue, perform, drain } = newSetting();
      await enqueue(queue, definition, null);
      await perform([definition], { ...options, stopReason: stopAtQuestion(2) });
      await drain([definition], options);
      expect(entries).toEqual([
        [false, 2],
        [true, 2],
      ]);
    }
  });
});
