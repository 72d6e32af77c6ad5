// The solution of lesson 04 under random shops, arguments and schedules: the outside world sees what it sees on a calm day.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JobDefinition, Json } from "#jobs";
import { openShop, type OpenShop, pendingOrders, type Shop, type ShopRows } from "#shop";
import { crash, pointsOf, type Run, type Scenario, sigterm, simulate } from "#simulation";
import { sendDailyStatements, sendStatements } from "../../solutions/04-nested-iteration/exercise.ts";
import { sendStatements as totalsFirst } from "../../solutions/04-nested-iteration/totals-first.ts";

const dayNames = ["2026-11-20", "2026-11-21", "2026-11-22"];

/** Customers with and without orders; whose order it is has nothing to do with its id. */
const rows: fc.Arbitrary<Partial<ShopRows>> = fc
  .uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
  .chain((ids) => {
    const order = fc.record({
      id: fc.integer({ min: 1, max: 99 }),
      customerId: fc.constantFrom(...ids),
      day: fc.constantFrom(...dayNames),
      status: fc.constantFrom("pending" as const, "processed" as const, "failed" as const),
    });
    return fc.record({
      customers: fc.constant(ids.map((id) => ({ id, name: `No. ${id}`, email: `customer-${id}@mail.example` }))),
      orders: fc
        .uniqueArray(order, { selector: ({ id }) => id, maxLength: 12 })
        .map((found) => found.flatMap(({ id, ...row }) => pendingOrders(id).map((one) => ({ ...one, ...row })))),
    });
  });

// Whole numbers: fast-check draws a double by its bits, which makes nearly every one tiny, and every fault an early one.
const anyShare = fc.nat(9_999).map((number) => number / 10_000);

/** Where faults strike, as shares of the points of a calm run, and whether customers leave when they have got everything. */
const weather = fc.record({
  faults: fc.array(fc.record({ share: anyShare, kind: fc.constantFrom("SIGTERM", "crash") }), { maxLength: 4 }),
  leaves: fc.boolean(),
});
type Weather = typeof weather extends fc.Arbitrary<infer Value> ? Value : never;

test("every statement and every report goes out once and says the same, whatever the weather", async () => {
  let struck = 0;
  const month = fc.constantFrom("2026-10", "2026-11");
  await fc.assert(
    fc.asyncProperty(rows, month, weather, async (shop, chosen, sky) => {
      struck += await expectAsInCalm(sendStatements, { month: chosen }, shop, sky, closeReported);
    }),
    { numRuns: 300 },
  );
  expect(struck).toBeGreaterThan(150);
});

test("every statement of the days goes out once, day by day, whatever the weather", async () => {
  let struck = 0;
  await fc.assert(
    fc.asyncProperty(rows, fc.shuffledSubarray(dayNames), weather, async (shop, days, sky) => {
      struck += await expectAsInCalm(sendDailyStatements, { days }, shop, sky, closeMailed(days));
    }),
    { numRuns: 300 },
  );
  expect(struck).toBeGreaterThan(150);
});

test.each([
  { answer: "the reference reads the totals again", job: sendStatements, totals: [6_000, 2_000] },
  { answer: "totals-first.ts says what it saved", job: totalsFirst, totals: [6_000, 6_000] },
])("a report that is asked for again when an order has gone: $answer", async ({ job, totals }) => {
  const run = await simulate(job, {
    args: { month: "2026-11" },
    shop: () =>
      openShop({ orders: pendingOrders(20, 40), customers: [{ id: 1, name: "Zoe", email: "z@mail.example" }] }),
    faults: [crash({ after: "report 1" })],
    whileStopped: (shop) => shop.cancel(40),
  });
  expect(run.end).toBe("finished");
  const reports = run.requests.filter(({ effect }) => effect === "report 1");
  expect(reports.map(({ amountCents }) => amountCents)).toEqual(totals);
  expect(reports.map(({ repeated }) => repeated)).toEqual([false, true]);
});

/** Compares a run in bad weather with a calm one; returns how many faults struck. */
async function expectAsInCalm<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  args: NoInfer<Args>,
  shop: Partial<ShopRows>,
  { faults, leaves }: Weather,
  leave: (shop: OpenShop) => void,
): Promise<number> {
  const scenario: Scenario<Args> = { args, shop: () => openShop(shop) };
  const calm = await simulate(job, scenario);
  // Points are counted over the whole run, and a run with faults is longer than a calm one, unless people leave meanwhile.
  const points = pointsOf(calm);
  const places = new Map(faults.map(({ share, kind }) => [Math.floor(share * (points.length - 1)) + 1, kind]));
  const chosen = [...places].map(([place, kind]) =>
    kind === "crash" ? crash({ before: place }) : sigterm({ before: place }),
  );
  const run = await simulate(job, { ...scenario, faults: chosen, ...(leaves && { whileStopped: leave }) });
  expect(leaves ? [] : run.neverStruck).toEqual([]);
  expect(run.end).toBe("finished");
  expect(seenBy(run)).toEqual(seenBy(calm));
  expect(run.requests.length - run.effects.length).toBeLessThanOrEqual(faults.length);
  return run.entries.filter(({ entry }) => entry === "fault").length;
}

/** What was done, and what each service was told: the address, the number of orders, the total. */
const seenBy = (run: Run) => run.effects.map(({ effect, request }) => [effect, request]);

const happened = (shop: OpenShop, effect: string) => shop.ledger.effects.some((one) => one.effect === effect);

/** Who has the report closes the account. */
function closeReported(shop: OpenShop): void {
  const done = shop.rows.customers.filter(({ id }) => happened(shop, `report ${id}`));
  for (const { id } of done) shop.close(id);
}

/** Who has all statements of these days closes the account. */
const closeMailed = (days: readonly string[]) => (shop: OpenShop) => {
  const owed = shop.rows.orders.filter(({ id, day }) => days.includes(day) && !happened(shop, `statement ${id}`));
  const done = shop.rows.customers.filter(({ id }) => !owed.some(({ customerId }) => customerId === id));
  for (const { id } of done) shop.close(id);
};
