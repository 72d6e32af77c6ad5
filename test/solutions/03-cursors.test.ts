// The solution of lesson 03 under random shops, arguments and schedules: the outside world sees what it sees on a calm day.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JobDefinition, Json } from "#jobs";
import { type MarketOrder, openShop, type OpenShop, type Order, pendingOrders, type Shop } from "#shop";
import { crash, pointsOf, type Run, sigterm, simulate } from "#simulation";
import { bookMarketOrders, chargeOrders } from "../../solutions/03-cursors/exercise.ts";

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

/** Few minutes, so that most orders share theirs; references of one to three signs, so that text and number disagree. */
const marketOrders: fc.Arbitrary<readonly MarketOrder[]> = fc.uniqueArray(
  fc.record({
    placedAt: fc.constantFrom("09:59", "14:02", "14:03"),
    reference: fc.oneof(fc.integer({ min: 1, max: 120 }).map(String), fc.constantFrom("A", "a", "A-1", "é", "10b")),
    totalCents: fc.integer({ min: 0, max: 9_999 }),
  }),
  { selector: ({ reference }) => reference, maxLength: 12 },
);

/** Where faults strike, as shares of the points of a calm run. */
const faults = fc.array(
  fc.record({ share: fc.nat(9_999).map((n) => n / 10_000), kind: fc.constantFrom("SIGTERM", "crash") }),
  { maxLength: 4 },
);

interface Weather {
  readonly faults: readonly { readonly share: number; readonly kind: string }[];
  readonly whileStopped?: (shop: OpenShop) => void;
}

/** A calm run, and one in which these faults strike. */
async function runTwice<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: { readonly args: NoInfer<Args>; readonly shop: () => OpenShop },
  weather: Weather,
): Promise<{ readonly calm: Run; readonly run: Run; readonly struck: number }> {
  const calm = await simulate(job, scenario);
  // Points are counted over the whole run, and a run with faults is longer than a calm one: all of these strike.
  const points = pointsOf(calm);
  const places = new Map(
    weather.faults.map(({ share, kind }) => [Math.floor(share * (points.length - 1)) + 1, kind] as const),
  );
  const chosen = [...places].map(([place, kind]) =>
    kind === "crash" ? crash({ before: place }) : sigterm({ before: place }),
  );
  const { whileStopped } = weather;
  const run = await simulate(job, { ...scenario, faults: chosen, ...(whileStopped && { whileStopped }) });
  expect(run.neverStruck).toEqual([]);
  return { calm, run, struck: run.entries.filter(({ entry }) => entry === "fault").length };
}

const effectsOf = ({ effects }: Run): readonly string[] => effects.map(({ effect }) => effect);

/** Cancels charged orders when the bank has confirmed them: rows that a cursor may name are gone. */
function archive(shop: OpenShop): void {
  shop.settle();
  for (const { id } of shop.rows.orders.filter(({ status }) => status === "processed")) shop.cancel(id);
}

/** Withdraws market orders that are booked: the place that a cursor names is empty. */
function withdrawBooked(shop: OpenShop): void {
  const booked = new Set(shop.ledger.effects.map(({ item }) => item));
  for (const { reference } of shop.rows.marketOrders) if (booked.has(reference)) shop.withdraw(reference);
}

test("every pending order of the day is charged exactly once, whatever the weather", async () => {
  let strikes = 0;
  const list = fc.constantFrom(undefined, (shop: OpenShop) => void shop.settle(), archive);
  await fc.assert(
    fc.asyncProperty(orders, faults, list, async (rows, chosen, whileStopped) => {
      const scenario = { args: { day: today }, shop: () => openShop({ orders: rows }) };
      const weather = { faults: chosen, ...(whileStopped && { whileStopped }) };
      const { calm, run, struck } = await runTwice(chargeOrders, scenario, weather);
      strikes += struck;
      expect(run.end).toBe("finished");
      expect(effectsOf(run)).toEqual(effectsOf(calm));
      expect(run.requests.length - run.effects.length).toBeLessThanOrEqual(chosen.length);
    }),
    { numRuns: 300 },
  );
  expect(strikes).toBeGreaterThan(150);
});

test("every market order is booked exactly once and in the order of the list, whatever the weather", async () => {
  let strikes = 0;
  let inTheSameMinute = 0;
  await fc.assert(
    fc.asyncProperty(marketOrders, faults, fc.boolean(), async (rows, chosen, withdrawing) => {
      const scenario = { args: null, shop: () => openShop({ marketOrders: rows }) };
      const { run, struck } = await runTwice(bookMarketOrders, scenario, {
        faults: chosen,
        ...(withdrawing && { whileStopped: withdrawBooked }),
      });
      strikes += struck;
      inTheSameMinute += rows.length - new Set(rows.map(({ placedAt }) => placedAt)).size;
      expect(run.end).toBe("finished");
      // All minutes have five characters: one text for both parts sorts as the list does.
      const sorted = rows.map(({ placedAt, reference }) => `${placedAt} ${reference}`).toSorted();
      expect(effectsOf(run)).toEqual(sorted.map((place) => `book ${place.slice(6)}`));
      expect(run.requests.length - run.effects.length).toBeLessThanOrEqual(chosen.length);
    }),
    { numRuns: 300 },
  );
  expect(strikes).toBeGreaterThan(150);
  expect(inTheSameMinute).toBeGreaterThan(300);
});
