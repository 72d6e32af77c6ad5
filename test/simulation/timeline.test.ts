import { describe, expect, test } from "vitest";
import { crash, drawTimeline, type Run, sigterm, simulate, storyOf } from "#simulation";
import { careful, keyless, orders } from "./orders.ts";

const picture = (run: Run, ...spotlight: string[]) => `\n${drawTimeline(run, spotlight).join("\n")}\n`;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("shows a calm run in one lane", async () => {
  expect(picture(await simulate(careful, orders(1, 2, 3)))).toMatchInlineSnapshot(`
    "
      execution 1  charge 1 ● 2 ● 3 ● done
                   ● cursor saved
    "
  `);
});

test("shows where each execution ended and where the next one began", async () => {
  const faults = [sigterm({ after: "charge 2" }), crash({ after: "charge 4" })];
  expect(picture(await simulate(careful, { ...orders(1, 2, 3, 4, 5), faults }))).toMatchInlineSnapshot(`
    "
      execution 1  charge 1 ● 2 SIGTERM ● to the queue
      execution 2  from cursor 2: charge 3 ● 4 ✕ killed
      execution 3  from cursor 3: charge 4 = ● 5 ● done
                   ● cursor saved   ✕ worker gone   = known by its key
    "
  `);
});

test("marks a second time", async () => {
  const faults = [crash({ after: "charge 2" })];
  expect(picture(await simulate(keyless, { ...orders(1, 2, 3), faults }))).toMatchInlineSnapshot(`
    "
      execution 1  charge 1 ● 2 ✕ killed
      execution 2  from cursor 1: charge 2 ▲ ● 3 ● done
                   ● cursor saved   ✕ worker gone   ▲ second time
    "
  `);
});

test("marks no second time where two are right", async () => {
  const run = await simulate(keyless, { ...orders(1, 2, 3), faults: [crash({ after: "charge 2" })] });
  const signs = (...wanted: readonly string[]) =>
    storyOf(run, { wanted }).chapters.flatMap(({ marks }) => marks.filter(({ kind }) => kind === "again"));
  expect(signs("charge 1", "charge 2", "charge 3")).toHaveLength(1);
  expect(signs("charge 1", "charge 2", "charge 2", "charge 3")).toEqual([]);
});

test("tells a cursor that is saved from one that is only in memory", async () => {
  const faults = [crash({ after: "charge 2" })];
  const run = await simulate(careful, { ...orders(1, 2, 3), faults, progress: "payload" });
  expect(picture(run)).toMatchInlineSnapshot(`
    "
      execution 1  charge 1 ○ 2 ✕ killed
      execution 2  charge 1 = ○ 2 = ○ 3 ○ done
                   ○ cursor in memory only   ✕ worker gone   = known by its key
    "
  `);
});

test("folds a long lane around what matters", async () => {
  const faults = [crash({ after: "charge 50" }), sigterm({ after: "charge 70" })];
  expect(picture(await simulate(keyless, { ...orders(...upTo(100)), faults }))).toMatchInlineSnapshot(`
    "
      execution 1  charge 1 ● 2 ● 3 ● 4 ● 5 ● (42 more) 48 ● 49 ● 50 ✕ killed
      execution 2  from cursor 49: charge 50 ▲ ● (20 more) SIGTERM ● to the queue
      execution 3  from cursor 70: charge 71 ● 72 ● 73 ● (25 more) 99 ● 100 ● done
                   ● cursor saved   ✕ worker gone   ▲ second time
    "
  `);
});

const fault = (id: number) => (id % 2 === 0 ? crash({ after: `charge ${id}` }) : sigterm({ after: `charge ${id}` }));

describe("however long the run", () => {
  test.each([0, 1, 5, 12, 13, 14, 40, 90])("with %i faults it keeps to 15 lines of 80 columns", async (count) => {
    const run = await simulate(keyless, { ...orders(...upTo(100)), faults: upTo(count).map(fault) });
    const lines = drawTimeline(run, run.effects.map(({ effect }) => effect).slice(0, 60));
    expect(lines.length).toBeLessThanOrEqual(15);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

test("uses no colour", async () => {
  const run = await simulate(careful, { ...orders(1, 2), faults: [crash({ after: "charge 2" })] });
  // oxlint-disable-next-line eslint/no-control-regex -- the escape character is what must not be there
  expect(drawTimeline(run).join("")).not.toMatch(/\u001b/);
});
