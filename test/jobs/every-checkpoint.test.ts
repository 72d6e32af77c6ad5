// A job is stopped at every checkpoint, at every pair of them, and at all: nothing is done twice, nothing is lost.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, type Job, jobRequest, MemoryProgress, payloadProgress, type ProgressStore } from "#jobs";
import { newSetting } from "./setting.ts";

const orders = [1, 2, 3, 5, 8, 13];
const customers = [
  ["a", ["a1", "a2"]],
  ["b", []],
  ["c", ["c1", "c2", "c3"]],
] as const;
const deletable = ["x", "y", "z"];

/** All forms of step in one job; what it does is written into `effects`. */
function allForms() {
  const effects: string[] = [];
  let left = [...deletable];
  const done = defineJob({ name: "done", perform: async (_args: null) => void effects.push("follow-up") });
  const walk = async (job: Job) => {
    await job.step("prepare", () => void effects.push("prepare"));
    await job.step<number>("charge", async (step) => {
      for (const order of orders.filter((id) => id > (step.cursor ?? 0))) {
        effects.push(`charge ${order}`);
        await step.set(order);
      }
    });
    await job.step("isolated", { isolated: true }, () => void effects.push("isolated"));
    await job.step<[number, number]>("nested", { start: [0, 0] }, async (step) => {
      for (let row = step.cursor[0]; row < customers.length; row += 1) {
        const items = customers[row]![1];
        for (let column = step.cursor[1]; column < items.length; column += 1) {
          effects.push(`mail ${items[column]}`);
          await step.set([row, column + 1]);
        }
        await step.set([row + 1, 0]);
      }
    });
    await job.step("delete", async (step) => {
      for (let next = left[0]; next !== undefined; next = left[0]) {
        effects.push(`delete ${next}`);
        left = left.slice(1);
        await step.checkpoint();
      }
    });
    await job.step<number>("count", { start: 0 }, async (step) => {
      while (step.cursor < 3) {
        effects.push(`count ${step.cursor}`);
        await step.advance();
      }
    });
  };
  const definition = defineJob({
    name: "walk",
    perform: (_args: null, job) => walk(job),
    followUps: () => [jobRequest(done, null)],
  });
  return { effects, jobs: [definition, done], definition };
}

/** Runs it to its end, stopped when it asks for the nth time, for each n in `stops`. */
async function run(makeStore: () => ProgressStore, stops: (question: number) => boolean) {
  const { effects, jobs, definition } = allForms();
  const { queue, drain } = newSetting();
  let asked = 0;
  await enqueue(queue, definition, null);
  const outcomes = await drain(jobs, {
    progress: makeStore(),
    stopReason: () => (stops((asked += 1)) ? "stopping" : undefined),
  });
  const interruptions = outcomes.filter((outcome) => outcome.kind === "interrupted" && outcome.reason === "stopping");
  return { effects, asked, kinds: new Set(outcomes.map(({ kind }) => kind)), interruptions: interruptions.length };
}

describe.each<[string, () => ProgressStore]>([
  ["the payload", () => payloadProgress],
  ["memory", () => new MemoryProgress()],
])("with progress in %s, a job ends as if it had never been stopped", (_name, makeStore) => {
  const expected = [
    "prepare",
    ...orders.map((order) => `charge ${order}`),
    "isolated",
    ...customers.flatMap(([, items]) => items.map((item) => `mail ${item}`)),
    ...deletable.map((item) => `delete ${item}`),
    ...[0, 1, 2].map((count) => `count ${count}`),
    "follow-up",
  ];

  it("when it is not", async () => {
    expect((await run(makeStore, () => false)).effects).toEqual(expected);
  });

  it("at any one checkpoint", async () => {
    const { asked } = await run(makeStore, () => false);
    expect(asked).toBeGreaterThan(20);
    for (let stop = 1; stop <= asked; stop += 1) {
      const { effects, interruptions, kinds } = await run(makeStore, (question) => question === stop);
      expect(effects, `stopped at checkpoint ${stop}`).toEqual(expected);
      expect(interruptions, `the stop at checkpoint ${stop} must strike`).toBe(1);
      expect(kinds).not.toContain("failed");
    }
  });

  it("at any two checkpoints", async () => {
    const { asked } = await run(makeStore, () => false);
    for (let first = 1; first <= asked; first += 1) {
      for (let second = first + 1; second <= asked; second += 1) {
        const { effects, interruptions } = await run(
          makeStore,
          (question) => question === first || question === second,
        );
        expect(effects, `stopped at checkpoints ${first} and ${second}`).toEqual(expected);
        expect(interruptions).toBe(2);
      }
    }
  });

  it("at every checkpoint", async () => {
    const { effects, asked, interruptions } = await run(makeStore, () => true);
    expect(effects).toEqual(expected);
    expect(interruptions).toBe(asked);
  });
});
