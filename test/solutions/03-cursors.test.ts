// The solution of lesson 03 under random shops, arguments and schedules: the outside world sees what it sees on a calm day.
import fc from "fast-check";
import { expect, test } from "vitest";
import { openShop, type Order, pendingOrders } from "#shop";
import { crash, pointsOf, sigterm, simulate } from "#simulation";
import { chargeOrders } from "../../solutions/03-cursors/exercise.ts";

const today = "2026-11-22";

const orders: fc.Arbitrary<readonly Order[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 99 }),
      day: fc.constantFrom(today, "2026-11-21"),
      status: fc.constantFrom("pending" as const, "processed" as const, "failed" as const),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  )
  .map((rows) => rows.flatMap(({ id, ...row }) => pendingOrders(id).map((order) => ({ ...order, ...row }))));

/** Where faults strike, as shares of the points of a calm run, and what happens to the list meanwhile. */
const weather = fc.record({
  faults: fc.array(
    fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), kind: fc.constantFrom("SIGTERM", "crash") }),
    {
      maxLength: 4,
    },
  ),
  settles: fc.boolean(),
});

test("every pending order of the day is charged exactly once, whatever the weather", async () => {
  let struck = 0;
  await fc.assert(
    fc.asyncProperty(orders, weather, async (rows, { faults, settles }) => {
      const scenario = { args: { day: today }, shop: () => openShop({ orders: rows }) };
      const calm = await simulate(chargeOrders, scenario);
      // Points are counted over the whole run, and a run with faults is longer than a calm one: all of these strike.
      const points = pointsOf(calm);
      const places = new Map(faults.map(({ share, kind }) => [Math.floor(share * (points.length - 1)) + 1, kind]));
      const chosen = [...places].map(([place, kind]) =>
        kind === "crash" ? crash({ before: place }) : sigterm({ before: place }),
      );
      const run = await simulate(chargeOrders, {
        ...scenario,
        faults: chosen,
        ...(settles && { whileStopped: (shop) => void shop.settle() }),
      });
      struck += run.entries.filter(({ entry }) => entry === "fault").length;
      expect(run.end).toBe("finished");
      expect(run.effects.map(({ effect }) => effect)).toEqual(calm.effects.map(({ effect }) => effect));
      expect(run.requests.length - run.effects.length).toBeLessThanOrEqual(faults.length);
    }),
    { numRuns: 300 },
  );
  expect(struck).toBeGreaterThan(150);
});
