import { describe, expect, test } from "vitest";
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
});
