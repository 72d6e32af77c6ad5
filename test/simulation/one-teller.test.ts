// The lanes of text, the sentences and the HTML picture are painters of one story: what one shows, the others show.
import { describe, expect, test } from "vitest";
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { crash, describeRun, drawHtml, drawTimeline, type Run, sigterm, simulate, storyOf } from "#simulation";
import { careful, chargingJob, orders } from "./orders.ts";

const words = { title: "t", happened: "h", rule: "r" };
const dots = (run: Run, look: "memory" | "saved") =>
  drawHtml(run, words).match(new RegExp(`<g class="${look}"><title>cursor`, "g"))?.length ?? 0;
const signs = (run: Run, sign: string) => drawTimeline(run).join("\n").split(sign).length - 1;
const said = (run: Run, phrase: string) => describeRun(run).join("\n").split(phrase).length - 1;

// After each charge it asks twice more whether to stop, which writes nothing and moves nothing.
const askingOften = defineJob({
  name: "charge_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending().after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
        await step.checkpoint();
        await step.checkpoint();
      }
    });
  },
});

describe("a checkpoint that moves no cursor is in no picture", () => {
  test("with progress in the payload", async () => {
    const faults = [sigterm({ after: "charge 2" })];
    const run = await simulate(askingOften, { ...orders(1, 2, 3), faults, progress: "payload" });
    expect(drawTimeline(run)).toEqual([
      "  execution 1  charge 1 ○ 2 SIGTERM ○ to the queue",
      "  execution 2  from cursor 2: charge 3 ○ done",
      "               ○ cursor in memory only",
    ]);
    expect(said(run, "in memory only")).toBe(3);
    expect(dots(run, "memory")).toBe(3);
  });

  test("with progress saved at each checkpoint", async () => {
    const run = await simulate(askingOften, { ...orders(1, 2, 3), faults: [crash({ after: "charge 2" })] });
    // One sign more, in the line that explains it.
    expect(signs(run, "●") - 1).toBe(3);
    expect(said(run, "saved cursor")).toBe(3);
    expect(dots(run, "saved")).toBe(3);
  });
});

test("what came first stands first: a cursor that was saved before SIGTERM came", async () => {
  const calm = await simulate(careful, orders(1, 2));
  const save = calm.entries.find((entry) => entry.entry === "point" && entry.kind === "save");
  const after = save?.entry === "point" ? save.number : 0;
  const run = await simulate(careful, { ...orders(1, 2), faults: [sigterm({ after })] });
  expect(drawTimeline(run)[0]).toBe("  execution 1  charge 1 ● SIGTERM to the queue");
  expect(describeRun(run)[0]).toBe(
    "Execution 1 did charge 1, saved cursor 1, was asked to stop by SIGTERM; then it went back to the queue.",
  );
});

test("a cursor that was saved right before a kill is shown, and the save at the end of a step is not", async () => {
  const calm = await simulate(careful, orders(1, 2));
  const save = calm.entries.find((entry) => entry.entry === "point" && entry.kind === "save");
  const after = save?.entry === "point" ? save.number : 0;
  const killed = await simulate(careful, { ...orders(1, 2), faults: [crash({ after })] });
  expect(drawTimeline(killed)[0]).toBe("  execution 1  charge 1 ● ✕ killed");
  expect(describeRun(killed)[0]).toBe("Execution 1 did charge 1, saved its progress; then the worker was killed.");
  expect(drawTimeline(calm)[0]).toBe("  execution 1  charge 1 ● 2 ● done");
});

test("a hole of another job's kind of effect is in no lane, no sentence and no picture", async () => {
  const chained = defineJob({
    name: "begin",
    async perform() {},
    followUps: () => [jobRequest(careful, null)],
  });
  const run = await simulate(chained, { ...orders(1), otherJobs: [careful] });
  const missing = { effect: "receipt 1" };
  expect(drawTimeline(run, [], missing).join("\n")).not.toContain("∅");
  expect(describeRun(run, { missing }).join("\n")).not.toContain("never happened");
  expect(drawHtml(run, { ...words, missing })).not.toContain("∅");
});

test("a story knows what an execution found, and what a worker was killed of", async () => {
  const eager = chargingJob(async (order, shop, _job, set) => {
    await set();
    await shop.payments.charge(order);
  });
  const run = await simulate(eager, { ...orders(1, 2), faults: [crash({ before: "charge 2" })] });
  const { chapters } = storyOf(run);
  expect(chapters.map(({ found }) => found?.current?.cursor)).toEqual([undefined, 2]);
  expect(chapters[0]?.marks.at(-1)).toMatchObject({ kind: "kill", why: "fault" });
});

test("signs in names are no signs", async () => {
  const plain = defineJob({
    name: "charge_orders",
    async perform(_args: null, _job, shop: Shop) {
      for await (const order of shop.orders.pending()) await shop.payments.charge(order);
    },
  });
  const run = await simulate(plain, orders(1));
  const entries = run.entries.map((entry) => (entry.entry === "point" ? { ...entry, item: "a=●▲ ∅" } : entry));
  expect(drawTimeline({ ...run, entries })).toEqual(["  execution 1  charge a=●▲ ∅ done"]);
});
