// The solution of lesson 02 under random files and schedules: the outside world sees what it sees on a calm day.
import fc from "fast-check";
import { expect, test } from "vitest";
import { openShop } from "#shop";
import { crash, pointsOf, sigterm, simulate } from "#simulation";
import { importOrders, printPickList } from "../../solutions/02-steps/exercise.ts";

const orders = fc.uniqueArray(
  fc.record({ reference: fc.stringMatching(/^[A-Z]-[0-9]{1,3}$/), cents: fc.integer({ min: 0, max: 99_999 }) }),
  { selector: ({ reference }) => reference, maxLength: 8 },
);

const file = fc.stringMatching(/^[a-z]{1,8}\.csv$/);

/** Where faults strike, as shares of the points of a calm run, and how the queue keeps progress. */
const weather = fc.record({
  faults: fc.array(
    fc.record({ share: fc.nat(9_999).map((n) => n / 10_000), kind: fc.constantFrom("SIGTERM", "crash") }),
    { maxLength: 4 },
  ),
  progress: fc.constantFrom("payload" as const, "each checkpoint" as const),
});

const opened = (name: string, lines: readonly string[]) => ({
  args: { file: name },
  shop: () => openShop({}, { files: { [name]: ["reference,total_cents", ...lines].join("\n") } }),
  otherJobs: [printPickList],
});

test("a good file has each of its effects exactly once, whatever the weather", async () => {
  let struck = 0;
  await fc.assert(
    fc.asyncProperty(file, orders, weather, async (name, rows, { faults, progress }) => {
      const scenario = { ...opened(name, rows.map(lineOf)), progress };
      const calm = await simulate(importOrders, scenario);
      // A SIGTERM may take the place of an isolation, and the run is a point shorter for it: the last few are left out.
      const last = pointsOf(calm).length - faults.length;
      const places = new Map(faults.map(({ share, kind }) => [Math.floor(share * last) + 1, kind]));
      const chosen = [...places].map(([place, kind]) =>
        kind === "crash" ? crash({ before: place }) : sigterm({ before: place }),
      );
      const run = await simulate(importOrders, { ...scenario, faults: chosen });
      expect(run.neverStruck).toEqual([]);
      struck += run.entries.filter(({ entry }) => entry === "fault").length;
      expect(run.end).toBe("finished");
      expect(calm.effects.map(({ effect }) => effect)).toEqual([
        `accepted ${name}`,
        ...rows.map(({ reference }) => `book ${reference}`),
        `imported ${rows.length} orders from ${name}`,
        `pick-list ${name}`,
      ]);
      expect(run.effects.map(({ effect }) => effect)).toEqual(calm.effects.map(({ effect }) => effect));
      // No crash repeats more than one step, and the largest one books every row.
      const crashes = chosen.filter(({ kind }) => kind === "SIGKILL").length;
      expect(run.requests.length - run.effects.length).toBeLessThanOrEqual(crashes * Math.max(1, rows.length));
    }),
    { numRuns: 300 },
  );
  expect(struck).toBeGreaterThan(150);
});

test("a file with a bad row is refused as a whole, and the error names its line, also after a crash", async () => {
  let struck = 0;
  const badLine = fc.constantFrom(",100", "B-1,", "B-1,1.50", "B-1,-1", "B-1,ten", "B-1,1e3");
  await fc.assert(
    fc.asyncProperty(orders, badLine, fc.nat(), fc.integer({ min: 1, max: 3 }), async (rows, line, seed, place) => {
      const at = seed % (rows.length + 1);
      const scenario = opened("market.csv", rows.map(lineOf).toSpliced(at, 0, line));
      const run = await simulate(importOrders, { ...scenario, faults: [crash({ before: place })] });
      struck += run.entries.filter(({ entry }) => entry === "fault").length;
      expect(run.end).toBe("failed");
      expect(run.error?.message).toContain(`line ${at + 2}`);
      expect(run.requests).toEqual([]);
    }),
    { numRuns: 100 },
  );
  expect(struck).toBeGreaterThan(80);
});

const lineOf = ({ reference, cents }: { readonly reference: string; readonly cents: number }) =>
  `${reference},${cents}`;
