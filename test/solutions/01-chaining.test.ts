// The solution of lesson 01 under random shops, arguments and schedules: the outside world sees what it sees on a calm day.
import fc from "fast-check";
import { expect, test } from "vitest";
import { openShop, type Order, pendingOrders } from "#shop";
import { assertFollows, crash, pointsOf, type Run, sigterm, simulate } from "#simulation";
import { minutes } from "#jobs";
import { askForReview, chargeOrder, noteForWarehouse, sendReceipt } from "../../solutions/01-chaining/exercise.ts";

const customers = [1, 2, 3].map((id) => ({ id, name: `Customer ${id}`, email: `customer-${id}@mail.example` }));

const orders: fc.Arbitrary<readonly Order[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 99 }),
      customerId: fc.integer({ min: 1, max: 3 }),
      status: fc.constantFrom("pending" as const, "processed" as const, "failed" as const),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
  )
  .map((rows) => rows.flatMap(({ id, ...row }) => pendingOrders(id).map((order) => ({ ...order, ...row }))));

/** Which order is charged, as a share of the rows, and which of its effects the services refuse. */
const day = fc.record({
  place: fc.nat(9_999).map((n) => n / 10_000),
  refused: fc.subarray(["charge", "receipt", "review-request", "warehouse-note"]).filter(({ length }) => length < 3),
});

/** Where faults strike, as shares of the points of a calm run. */
const weather = fc.array(
  fc.record({ share: fc.nat(9_999).map((n) => n / 10_000), kind: fc.constantFrom("SIGTERM", "crash") }),
  { maxLength: 4 },
);

/** What the lesson asks for, written down once more: the solution must not be its own judge. */
function wanted(order: Order, rows: readonly Order[], refused: readonly string[]) {
  const isFirst = rows.every(({ customerId, id }) => customerId !== order.customerId || id >= order.id);
  const done = (effect: string, parents: readonly string[]) =>
    ![effect, ...parents].some((one) => refused.includes(one));
  const jobs = [
    { job: "charge_order", effect: "charge", parents: [] },
    { job: "send_receipt", effect: "receipt", parents: ["charge"] },
    { job: "ask_for_review", effect: "review-request", parents: ["charge", "receipt"] },
    ...(isFirst ? [{ job: "note_for_warehouse", effect: "warehouse-note", parents: ["charge"] }] : []),
  ];
  const isAsked = ({ parents }: { readonly parents: readonly string[] }) =>
    !parents.some((parent) => refused.includes(parent));
  return {
    effects: jobs.filter(({ effect, parents }) => done(effect, parents)).map(({ effect }) => `${effect} ${order.id}`),
    failing: jobs.filter((job) => isAsked(job) && refused.includes(job.effect)).map(({ job }) => job),
  };
}

/** Where each mail went, as far as there are any. */
const addressesOf = (run: Run) =>
  run.effects.flatMap(({ effect, request }) => ("to" in request ? [[effect, request.to] as const] : []));

const effectsOf = (run: Run) => run.effects.map(({ effect }) => effect).toSorted();
const failingIn = (run: Run) => run.failures.map(({ job }) => job).toSorted();

test("an order is charged once, and what follows comes once and in its time, whatever the weather", async () => {
  let struck = 0;
  await fc.assert(
    fc.asyncProperty(orders, day, weather, async (rows, { place, refused }, faults) => {
      const order = rows[Math.floor(place * rows.length)] as Order;
      const scenario = {
        args: { orderId: order.id },
        shop: () =>
          openShop({ customers, orders: rows }, { refused: refused.map((effect) => `${effect} ${order.id}`) }),
        otherJobs: [sendReceipt, askForReview, noteForWarehouse],
      };
      const { effects, failing } = wanted(order, rows, refused);
      const calm = await simulate(chargeOrder, scenario);
      expect(effectsOf(calm)).toEqual(effects.toSorted());
      expect(failingIn(calm)).toEqual(failing.toSorted());
      // Points are counted over the whole run, and a run with faults is no shorter than a calm one: all are reached.
      const points = pointsOf(calm).length;
      const places = new Map(faults.map(({ share, kind }) => [Math.floor(share * (points - 1)) + 1, kind]));
      const chosen = [...places].map(([point, kind]) =>
        kind === "crash" ? crash({ before: point }) : sigterm({ before: point }),
      );
      const run = await simulate(chargeOrder, { ...scenario, faults: chosen });
      expect(run.neverStruck).toEqual([]);
      const striking = run.entries.filter((entry) => entry.entry === "fault").length;
      // A worker that is stopping already takes no notice of a second SIGTERM.
      expect(striking > 0).toBe(chosen.length > 0);
      struck += striking;
      expect(effectsOf(run)).toEqual(effectsOf(calm));
      expect(failingIn(run)).toEqual(failing.toSorted());
      expect(run.end).toBe(failing.length > 0 ? "failed" : "finished");
      expect(run.requests.length - run.effects.length).toBeLessThanOrEqual(faults.length);
      const receipt = `receipt ${order.id}`;
      if (effects.includes(receipt)) assertFollows(run, { effect: receipt, after: `charge ${order.id}` });
      const { email } = customers.find(({ id }) => id === order.customerId) as (typeof customers)[number];
      for (const [mail, to] of addressesOf(run)) {
        expect(to).toBe(mail.startsWith("warehouse-note") ? "warehouse@shop.example" : email);
      }
      const review = `review-request ${order.id}`;
      if (effects.includes(review)) assertFollows(run, { effect: review, after: receipt, waitMs: minutes(5) });
    }),
    { numRuns: 300 },
  );
  expect(struck).toBeGreaterThan(150);
});
