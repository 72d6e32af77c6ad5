import { describe, expect, test } from "vitest";
import { defineJob, type Job } from "#jobs";
import type { Shop } from "#shop";
import { assertSafeDeploy, exploreDeploy } from "#simulation";
import { careful, charges, orders } from "./orders.ts";

/** A version of a job whose steps each publish a report; the name of a step and its effect may differ. */
const version = (...steps: readonly (readonly [step: string, customerId: number])[]) =>
  defineJob({
    name: "import",
    async perform(_args: null, job: Job, shop: Shop) {
      for (const [step, customerId] of steps) {
        await job.step(step, async () => {
          await shop.reports.publish({ customerId, orders: 1, totalCents: 1 }, { key: `report:${customerId}` });
        });
      }
    },
  });

const reports = (...ids: number[]) => ({ ...orders(), effects: ids.map((id) => `report ${id}`) });
const v1 = version(["validate", 1], ["charge", 2], ["notify", 3]);

describe("a deploy", () => {
  test("that changes nothing finishes from every state", async () => {
    const report = await exploreDeploy(v1, v1, reports(1, 2, 3));
    expect(report).toMatchObject({ refused: 0, silent: undefined });
    expect(report.finished).toBe(report.states);
    expect(report.states).toBeGreaterThan(6);
  });

  test("that renames, inserts or reorders steps is refused where work is under way, and skips nothing", async () => {
    const changes = {
      renamed: version(["validate", 1], ["capture", 2], ["notify", 3]),
      reordered: version(["charge", 2], ["validate", 1], ["notify", 3]),
    };
    for (const changed of Object.values(changes)) {
      const report = await exploreDeploy(v1, changed, { ...reports(1, 2, 3), inOrder: false });
      expect(report.silent).toBeUndefined();
      expect(report.refused).toBeGreaterThan(0);
      expect(report.finished).toBeGreaterThan(0);
    }
  });

  test("that removes a step with work under way is refused", async () => {
    const report = await exploreDeploy(v1, version(["validate", 1], ["charge", 2]), {
      ...reports(1, 2),
      inOrder: false,
    });
    expect(report.refused).toBeGreaterThan(0);
  });

  test("that changes what a cursor means is a silent loss, and is shown", async () => {
    const counting = defineJob({
      name: "charge_orders",
      async perform(_args: null, job: Job, shop: Shop) {
        await job.step<number>("charge", async (step) => {
          const list = await shop.orders.pending().toArray();
          for (const [place, order] of list.entries()) {
            if (place < (step.cursor ?? 0)) continue;
            await shop.payments.charge(order, { key: `charge:${order.id}` });
            await step.set(place + 1);
          }
        });
      },
    });
    const scenario = { ...orders(3, 8, 21), effects: charges(3, 8, 21) };
    const report = await exploreDeploy(careful, counting, scenario);
    expect(report.silent?.problem.kind).toBe("lost");
    await expect(assertSafeDeploy(careful, counting, scenario)).rejects.toThrow("Deploy forward:");
  });

  test("is checked in both directions", async () => {
    const { forward, back } = await assertSafeDeploy(v1, version(["validate", 1], ["charge", 2], ["notify", 3]), {
      ...reports(1, 2, 3),
    });
    expect(forward.silent ?? back.silent).toBeUndefined();
    expect(back.states).toBe(forward.states);
  });

  test("that is refused everywhere, a fresh job included, has proved nothing", async () => {
    const unwritten = defineJob({
      name: "import",
      async perform(_args: null, _job: Job, _shop: Shop) {
        throw new Error("Not written yet.");
      },
    });
    await expect(assertSafeDeploy(v1, unwritten, reports(1, 2, 3))).rejects.toThrow("The job failed: Not written yet.");
  });

  test("is drawn with both versions", async () => {
    const skipping = version(["validate", 1], ["charge", 4], ["notify", 3]);
    const error = await assertSafeDeploy(v1, skipping, reports(1, 2, 3)).catch((raised: Error) => raised);
    expect(`\n${(error as Error).message}\n`).toMatchInlineSnapshot(`
      "
      ✗ report 4 happened, and report 2 did not.

        execution 1  [validate] report 1 [charge] 4 [notify] 3 done

        Rule  A deploy finds jobs half done: it goes on, or it refuses loudly.
        Next  Which line does this, and where does it get what it works on?
        Deploy forward: before the first execution, the new version took over.
      "
    `);
  });
});
