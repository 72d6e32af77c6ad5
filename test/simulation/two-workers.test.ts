import { describe, expect, test } from "vitest";
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { exploreTwoWorkers } from "#simulation";
import { careful, charges, keyless, orders } from "./orders.ts";

const scenario = { ...orders(1, 2, 3), effects: charges(1, 2, 3) };

describe("a worker that is paused past its lease, and its successor", () => {
  test("do no harm when effects have keys and progress is fenced", async () => {
    const report = await exploreTwoWorkers(careful, scenario);
    expect(report).toMatchObject({ repeated: 0, lost: 0, wentBack: 0, unfinished: 0 });
    // 11 operations, each with the successor's operations; with fewer of them when less is left to do.
    expect(report.schedules).toBeGreaterThan(70);
  });

  test("charge twice without keys: fencing progress does not fence the bank", async () => {
    const report = await exploreTwoWorkers(keyless, scenario);
    expect(report.repeated).toBeGreaterThan(0);
    expect(report).toMatchObject({ lost: 0, wentBack: 0 });
  });

  test("move the cursor back without fencing, though keys keep the charges single", async () => {
    const report = await exploreTwoWorkers(careful, { ...scenario, fencing: false });
    expect(report.wentBack).toBeGreaterThan(0);
    expect(report).toMatchObject({ repeated: 0, lost: 0 });
  });

  test("do both kinds of harm without either", async () => {
    const report = await exploreTwoWorkers(keyless, { ...scenario, fencing: false });
    expect(report.repeated).toBeGreaterThan(0);
    expect(report.wentBack).toBeGreaterThan(0);
  });

  test("perform the jobs that follow, too", async () => {
    const receipt = defineJob({
      name: "receipt",
      async perform({ id }: { id: number }, _job, shop: Shop) {
        await shop.mailer.deliver({ template: "receipt", about: id, to: "a@mail.example" }, { key: `receipt:${id}` });
      },
    });
    const chained = defineJob({
      name: "charge",
      async perform({ id }: { id: number }, _job, shop: Shop) {
        await shop.payments.charge(await shop.orders.find(id), { key: `charge:${id}` });
      },
      followUps: ({ id }) => [jobRequest(receipt, { id })],
    });
    const options = { ...orders(1), args: { id: 1 }, otherJobs: [receipt], effects: ["charge 1", "receipt 1"] };
    const report = await exploreTwoWorkers(chained, options);
    expect(report).toMatchObject({ repeated: 0, lost: 0, unfinished: 0 });
    expect(report.schedules).toBeGreaterThan(10);
    const unknown = await exploreTwoWorkers(chained, { ...options, otherJobs: [] });
    expect(unknown.unfinished).toBe(unknown.schedules);
  });
});
