// The solution of lesson 05 under random campaigns, batch sizes and schedules: the outside world sees what it sees on a calm day.
import fc from "fast-check";
import { expect, test } from "vitest";
import { openShop, type OpenShop, type Recipient } from "#shop";
import { crash, pointsOf, type Run, sigterm, simulate } from "#simulation";
import { campaignJob } from "../../solutions/05-batch-checkpoints/exercise.ts";

const campaignId = 7;

const recipients: fc.Arbitrary<readonly Recipient[]> = fc
  .uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 99 }), campaignId: fc.constantFrom(7, 7, 7, 8) }), {
    selector: ({ id }) => id,
    maxLength: 20,
    size: "max",
  })
  .map((rows) => rows.map((row) => ({ ...row, email: `reader${row.id}@example.com` })));

/** Where faults strike, as shares of the points of a calm run, and what happens to the list meanwhile. */
const weather = fc.record({
  faults: fc.array(
    fc.record({ share: fc.nat(9_999).map((n) => n / 10_000), kind: fc.constantFrom("SIGTERM", "crash") }),
    { minLength: 1, maxLength: 4, size: "max" },
  ),
  unsubscribing: fc.boolean(),
});

/** Whoever has had the mail and has an even id does not want another one. */
function unsubscribeSome(shop: OpenShop): void {
  const mailed = new Set(shop.ledger.effects.map(({ effect }) => effect));
  for (const { id } of shop.rows.recipients) {
    if (id % 2 === 0 && mailed.has(`offer ${id}`)) shop.unsubscribe(id);
  }
}

const savesOf = (run: Run) => pointsOf(run).filter(({ kind, applied }) => kind === "save" && applied).length;

test("every recipient gets one mail, and faults and checkpoints cost what the batch size says", async () => {
  let struck = 0;
  let stoppedHalfway = 0;
  const batchSizes = fc.integer({ min: 1, max: 7 });
  await fc.assert(
    fc.asyncProperty(recipients, batchSizes, weather, async (rows, batchSize, { faults, unsubscribing }) => {
      const job = campaignJob(batchSize);
      const scenario = { args: { campaignId }, shop: () => openShop({ recipients: rows }) };
      const calm = await simulate(job, scenario);
      expect(calm.effects.length).toBe(rows.filter((row) => row.campaignId === campaignId).length);
      expect(savesOf(calm)).toBeLessThanOrEqual(Math.ceil(calm.effects.length / batchSize) + 1);

      // Points are counted over the whole run, and a run with faults is longer than a calm one: all of these strike.
      const points = pointsOf(calm);
      const places = new Map(faults.map(({ share, kind }) => [Math.floor(share * (points.length - 1)) + 1, kind]));
      const chosen = [...places].map(([place, kind]) =>
        kind === "crash" ? crash({ before: place }) : sigterm({ before: place }),
      );
      const run = await simulate(job, {
        ...scenario,
        faults: chosen,
        ...(unsubscribing && { whileStopped: unsubscribeSome }),
      });
      struck += run.entries.filter(({ entry }) => entry === "fault").length;
      stoppedHalfway += run.effects.length > batchSize ? run.executions - 1 : 0;
      expect(run.neverStruck).toEqual([]);
      expect(run.end).toBe("finished");
      expect(run.effects.map(({ effect }) => effect)).toEqual(calm.effects.map(({ effect }) => effect));
      const crashes = chosen.filter(({ kind }) => kind === "SIGKILL").length;
      expect(run.requests.length - run.effects.length).toBeLessThanOrEqual(crashes * batchSize);
    }),
    { numRuns: 300 },
  );
  expect(struck).toBeGreaterThan(150);
  expect(stoppedHalfway).toBeGreaterThan(90);
});

test("a deploy may change the batch size at every stop: each execution goes on with its own", async () => {
  let resumed = 0;
  await fc.assert(
    fc.asyncProperty(
      recipients,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 }),
      fc.nat(9_999).map((n) => n / 10_000),
      async (rows, sizes, share) => {
        let execution = 0;
        const versions = sizes.map((size) => campaignJob(size));
        // Each execution is performed by the version that is deployed at its time.
        const perform = (...given: Parameters<(typeof versions)[number]["perform"]>) =>
          (versions[execution++ % versions.length] as (typeof versions)[number]).perform(...given);
        const job = { ...campaignJob(1), perform };
        const scenario = { args: { campaignId }, shop: () => openShop({ recipients: rows }) };
        const calm = await simulate(campaignJob(1), scenario);
        // A run has at least one point for each mail, whatever the batch sizes are.
        const place = 1 + Math.floor(share * calm.effects.length);
        const faults = [sigterm({ before: place }), crash({ after: place + 1 })];
        const run = await simulate(job, { ...scenario, faults });
        expect(run.neverStruck).toEqual([]);
        resumed += run.executions - 1;
        expect(run.effects.map(({ effect }) => effect)).toEqual(calm.effects.map(({ effect }) => effect));
      },
    ),
    { numRuns: 200 },
  );
  expect(resumed).toBeGreaterThan(100);
});
