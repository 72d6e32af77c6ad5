// How pictures show a service that refuses for a moment, an answer that is lost, and points that no picture shows. The runs
// are put together by hand.
import { describe, expect, test } from "vitest";
import type { QueuedJob } from "#jobs";
import { describeFault, describeRun, drawHtml, drawTimeline, loseAnswer, refuse, type Run } from "#simulation";
import { type EventEntry, type FaultEntry, findProblems, type PointEntry, type RunEntry, simulate } from "#simulation";
import { careful, charges, orders } from "./orders.ts";
import { elementsOf, overlap, textBoxes } from "./svg-boxes.ts";

const words = { title: "charges orders", happened: "The job failed.", rule: "Each effect happens once." };
const svgOf = (html: string): string => /<svg[\s\S]*<\/svg>/.exec(html)?.[0] ?? "";
/** The marks of the lanes, from left to right and from top to bottom, with the legend behind them. */
const textsOf = (run: Run) => textBoxes(svgOf(drawHtml(run, words))).map(({ text }) => text);
const picture = (run: Run) => drawTimeline(run).join("\n");

const calm = await simulate(careful, orders(1, 2, 3, 4));
const [job] = calm.entries.flatMap((entry) => (entry.entry === "event" ? [entry.job] : [])) as [QueuedJob];
class ServiceUnavailableError extends Error {
  override readonly name = "ServiceUnavailableError";
}
const error = new ServiceUnavailableError("payments is out for a moment");

let count = 0;
const at = () => (count += 1);
const point = (kind: PointEntry["kind"], name: string, applied = true): PointEntry => {
  const [verb = "", item] = name.split(" ");
  return { entry: "point", at: at(), number: count, worker: 1, kind, name, verb, item, applied, repeated: false };
};
const charge = (id: number) => point("effect", `charge ${id}`);
const fault = (kind: FaultEntry["kind"]): FaultEntry => ({ entry: "fault", at: at(), worker: 1, kind, why: "fault" });
const refused = (id: number) => [fault("refused"), point("effect", `charge ${id}`, false)];
const unheard = (effect: PointEntry) => [effect, fault("answer lost")];
const event = (told: EventEntry["event"], executions = 1): EventEntry => ({
  entry: "event",
  at: at(),
  worker: 1,
  job: { ...job, executions },
  event: told,
});
const performing = (executions = 1) => event({ type: "performing" }, executions);
const saved = (id: number) => [
  point("save", "save"),
  event({ type: "checkpoint", step: "charge", cursor: id } as EventEntry["event"]),
  point("checkpoint", "checkpoint"),
];
const backAfterError = () => event({ type: "released", because: "error", error } as unknown as EventEntry["event"]);
const failed = () => event({ type: "failed", error } as unknown as EventEntry["event"]);
const done = (executions: number) => event({ type: "completed" }, executions);
const runOf = (...entries: readonly (RunEntry | readonly RunEntry[])[]): Run => ({ ...calm, entries: entries.flat() });

const retried = () =>
  runOf(
    performing(),
    [charge(1), saved(1), charge(2), saved(2), refused(3)].flat(),
    backAfterError(),
    performing(2),
    [charge(3), saved(3), charge(4), saved(4)].flat(),
    done(2),
  );
const lost = () =>
  runOf(
    performing(),
    [charge(1), saved(1), unheard(charge(2))].flat(),
    backAfterError(),
    performing(2),
    { ...charge(2), repeated: true },
    [saved(2), charge(3), saved(3), charge(4), saved(4)].flat(),
    done(2),
  );

describe("an effect that its service refuses for a moment", () => {
  test("stands in its lane, with what came of it", () => {
    expect(picture(retried())).toMatchInlineSnapshot(`
      "  execution 1  charge 1 ● 2 ● 3 ✗ refused ✗ ServiceUnavailableError, to the
                     queue
        execution 2  charge 3 ● 4 ● done
                     ● cursor saved   ✗ refused: not done"
    `);
  });

  test("has a sentence", () => {
    expect(describeRun(retried())).toMatchInlineSnapshot(`
      [
        "Execution 1 did charge 1, saved cursor 1, did charge 2 and saved cursor 2. The service refused charge 3 for a moment. Then it went back to the queue after ServiceUnavailableError.",
        "Durable at that time: no progress saved; 2 effects, the last one charge 2.",
        "Execution 2 did charge 3, saved cursor 3, did charge 4, saved cursor 4; then it was done.",
        "In the end the outside world had seen 4 effects, the last one charge 4.",
      ]
    `);
  });

  test("has a mark in the HTML picture, and its meaning below", () => {
    expect(textsOf(retried())).toMatchInlineSnapshot(`
      [
        "execution 1",
        "worker 1 for 11 ms",
        "from 45 ms",
        "charge",
        "1",
        "2",
        "3 ✗ refused",
        "↩ to the queue, ServiceUnavailableError",
        "durable: no progress saved; 2 effects, the last one charge 2",
        "execution 2",
        "worker 1 for 9 ms",
        "from 57 ms",
        "charge",
        "3",
        "4",
        "✓ done",
        "in the end: 4 effects, the last one charge 4",
        "3",
        "effect, with its item  ",
        "progress saved  ",
        "3 ✗ refused",
        "not done  ",
      ]
    `);
  });

  test("is no effect: the outside world has not seen it", () => {
    const run = runOf(performing(), refused(1), failed());
    expect(describeRun(run).at(-1)).toBe("In the end the outside world had seen no effects yet.");
    expect(picture(run)).toMatch("charge 1 ✗ refused failed: ServiceUnavailableError");
    expect(describeRun(run)[0]).toBe(
      "Execution 1 began. The service refused charge 1 for a moment. Then it failed with ServiceUnavailableError.",
    );
  });

  test("is not what a hole is before", () => {
    const run = runOf(performing(), charge(1), saved(1), refused(3), saved(3), charge(4), saved(4), done(1));
    const [lane] = drawTimeline(run, [], { effect: "charge 2", before: "charge 4" });
    expect(lane).toBe("  execution 1  charge 1 ● 3 ✗ refused 2 ∅ ● 4 ● done");
  });
});

describe("an effect whose answer is lost", () => {
  test("stands in its lane, with what came of it", () => {
    expect(picture(lost())).toMatchInlineSnapshot(`
      "  execution 1  charge 1 ● 2 ✗ answer lost ✗ ServiceUnavailableError, to the
                     queue
        execution 2  charge 2 = ● 3 ● 4 ● done
                     ● cursor saved   = known by its key   ✗ answer lost: done"
    `);
  });

  test("has a sentence", () => {
    expect(describeRun(lost())).toMatchInlineSnapshot(`
      [
        "Execution 1 did charge 1 and saved cursor 1. charge 2 was done, but its answer was lost. Then it went back to the queue after ServiceUnavailableError.",
        "Durable at that time: no progress saved; 2 effects, the last one charge 2.",
        "Execution 2 asked again for charge 2 (known by its key, no effect), saved cursor 2, did charge 3, saved cursor 3, did charge 4, saved cursor 4; then it was done.",
        "In the end the outside world had seen 4 effects, the last one charge 4.",
      ]
    `);
  });

  test("has a mark in the HTML picture, and its meaning below", () => {
    expect(textsOf(lost())).toMatchInlineSnapshot(`
      [
        "execution 1",
        "worker 1 for 7 ms",
        "from 130 ms",
        "charge",
        "1",
        "2 ✗ answer lost",
        "↩ to the queue, ServiceUnavailableError",
        "durable: no progress saved; 2 effects, the last one charge 2",
        "execution 2",
        "worker 1 for 13 ms",
        "from 138 ms",
        "charge",
        "= 2",
        "3",
        "4",
        "✓ done",
        "in the end: 4 effects, the last one charge 4",
        "3",
        "effect, with its item  ",
        "progress saved  ",
        "= 3",
        "asked again, known by its key  ",
        "3 ✗ answer lost",
        "done, and the job does not know  ",
      ]
    `);
  });

  test("has happened, for the second or the hundredth time", () => {
    const run = runOf(
      performing(),
      unheard(charge(1)),
      unheard(charge(1)),
      unheard({ ...charge(1), repeated: true }),
      failed(),
    );
    expect(picture(run).replaceAll(/\n +/g, " ")).toMatch(
      "charge 1 ✗ answer lost 1 ▲ ✗ answer lost 1 = ✗ answer lost failed:",
    );
    expect(describeRun(run)).toEqual([
      "Execution 1 began. charge 1 was done, but its answer was lost. charge 1 was done again, but its answer was lost. " +
        "charge 1 was asked for again (known by its key, no effect), but the answer was lost. " +
        "Then it failed with ServiceUnavailableError.",
      "In the end the outside world had seen 2 effects, the last one charge 1.",
    ]);
  });

  test("is told so behind the point of no return, too", () => {
    const effect = charge(1);
    const run = runOf(performing(), unheard(effect), failed());
    expect(describeRun(run, { noReturn: effect.number })[0]).toMatch("charge 1 was done, but its answer was lost.");
  });
});

describe("a picture with much trouble", () => {
  const trouble = (turns: number) =>
    runOf(
      Array.from({ length: turns }, (_, turn) => [
        performing(turn + 1),
        ...Array.from({ length: 12 }, (_unused, index) => charge(turn * 40 + index)),
        ...saved(turn),
        ...refused(turn * 40 + 20),
        ...unheard(charge(turn * 40)),
        ...unheard({ ...charge(turn * 40), repeated: true }),
        fault("SIGKILL"),
      ]).flat(),
    );

  test("keeps to its 80 columns and 15 lines", () => {
    // 13 lanes are the most that are drawn one by one, and all signs take more than two lines to explain.
    for (const run of [trouble(13), trouble(20), retried(), lost()]) {
      const lines = drawTimeline(run, charges(1, 40, 80), { effect: "charge 2", before: "charge 3" });
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
      expect(lines.length).toBeLessThanOrEqual(15);
    }
  });

  test("folds away what went well before a fault", () => {
    const many = (from: number) => Array.from({ length: 30 }, (_, index) => charge(from + index));
    const run = runOf(performing(), [many(10), refused(3), many(50), unheard(charge(4)), many(90)].flat(), done(1));
    expect(picture(run).replaceAll(/\n +/g, " ")).toMatch(
      "10 11 (28 more) 3 ✗ refused (30 more) 4 ✗ answer lost (30 more) done",
    );
  });

  test("keeps every text in its place in HTML", () => {
    for (const run of [trouble(20), retried(), lost()]) {
      const svg = svgOf(drawHtml(run, words));
      const boxes = textBoxes(svg);
      expect(boxes.flatMap((one, index) => boxes.slice(index + 1).filter((other) => overlap(one, other)))).toEqual([]);
      expect(elementsOf(svg)[0]?.name).toBe("svg");
    }
  });
});

test("points at which rows are read or the job looks at its signal are in no picture", () => {
  const withoutTrace = () => [point("read", "read orders"), point("look", "look")];
  const seen = (run: Run) => [picture(run), describeRun(run), textsOf(run).filter((text) => !/\d m?s$/.test(text))];
  const plain = runOf(performing(), charge(1), saved(1), charge(2), saved(2), done(1));
  const read = runOf(
    [withoutTrace(), performing(), withoutTrace(), charge(1), withoutTrace(), saved(1)].flat(),
    [withoutTrace(), charge(2), saved(2), withoutTrace(), done(1)].flat(),
  );
  expect(seen(read)).toEqual(seen(plain));
  expect(findProblems(read, { effects: charges(1, 2, 3, 4) })).toEqual([]);
});

test("a job that is retried from the dead letters has a lane of its own behind that", () => {
  const text = "charge_orders is retried from the dead letters";
  const run = runOf(
    performing(),
    [charge(1), saved(1), refused(2)].flat(),
    failed(),
    { entry: "meanwhile", at: at(), text },
    { ...point("lease", "lease"), at: at() + 1_000_000 },
    performing(),
    [charge(2), saved(2)].flat(),
    done(1),
  );
  expect(picture(run)).toMatchInlineSnapshot(`
    "  execution 1  charge 1 ● 2 ✗ refused failed: ServiceUnavailableError
      meanwhile    charge_orders is retried from the dead letters
      execution 1  charge 2 ● done
                   ● cursor saved   ✗ refused: not done"
  `);
  expect(describeRun(run)).toMatchInlineSnapshot(`
    [
      "Execution 1 did charge 1 and saved cursor 1. The service refused charge 2 for a moment. Then it failed with ServiceUnavailableError.",
      "Meanwhile charge_orders is retried from the dead letters.",
      "Durable at that time: no progress saved; 1 effect, the last one charge 1.",
      "Execution 1 did charge 2, saved cursor 2; then it was done.",
      "In the end the outside world had seen 2 effects, the last one charge 2.",
    ]
  `);
  expect(textsOf(run).slice(1)).toEqual(expect.arrayContaining(["worker 1 for 7 ms", "meanwhile", text]));
});

test("the two faults have names", () => {
  expect([refuse("charge 3"), loseAnswer("charge 3"), refuse(7)].map(describeFault)).toEqual([
    "the refusal of charge 3",
    "the lost answer to charge 3",
    "the refusal of point 7",
  ]);
});
