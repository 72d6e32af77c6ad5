// Every frame, lane, legend and sentence holds 80 columns, whatever is in it.
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { crash, describeRun, drawTimeline, frame, frameForms, type Run, simulate } from "#simulation";
import { widthOf } from "#terminal";
import { anyRun, effectsOf } from "./random-run.ts";
import { orders } from "./orders.ts";

// A control character takes no column of its own, and what it does to a terminal nobody knows.
// oxlint-disable-next-line eslint/no-control-regex -- control characters are what must not be there
const control = /[\u0000-\u001f\u007f-\u009f]/;

function assertHolds(lines: readonly string[]): void {
  for (const line of lines) {
    expect(widthOf(line)).toBeLessThanOrEqual(80);
    expect(line).not.toMatch(control);
  }
}

const missingIn = (run: Run) => {
  const [first = "charge 1", second] = effectsOf(run);
  return { effect: `${first}0`, ...(second !== undefined && { before: second }) };
};

describe("of any run", () => {
  afterEach(() => frameForms({}));

  test("the timeline", () => {
    fc.assert(
      fc.property(anyRun, fc.boolean(), (run, withHole) => {
        const lines = drawTimeline(run, effectsOf(run).slice(0, 9), withHole ? missingIn(run) : undefined);
        assertHolds(lines);
        expect(lines.length).toBeLessThanOrEqual(15);
      }),
      { numRuns: 500 },
    );
  });

  test.each([false, true])("the frame, with sentences: %s", (sentences) => {
    frameForms({ sentences });
    fc.assert(
      fc.property(anyRun, fc.string({ unit: "grapheme", maxLength: 300 }), (run, words) => {
        const footnotes = [`From  ${words}`, `Again ${words}`, words];
        const parts = { happened: words, rule: words, next: words, footnotes, run, missing: missingIn(run) };
        assertHolds(frame(parts).message.split("\n"));
      }),
      { numRuns: 200 },
    );
  });

  test("a sentence stays short enough to be listened to", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const sentence of describeRun(run)) expect(sentence).not.toMatch(/\S{400}/);
      }),
    );
  });
});

test("a long cursor is cut, and what it stands between stays", async () => {
  type Cursor = { readonly id: number; readonly note: string };
  const job = defineJob({
    name: "charge_orders",
    async perform(_args: null, running, shop: Shop) {
      await running.step<Cursor>("charge", async (step) => {
        for await (const order of shop.orders.pending().after(step.cursor?.id)) {
          await shop.payments.charge(order, { key: `charge:${order.id}` });
          await step.set({ id: order.id, note: "n".repeat(300) });
        }
      });
    },
  });
  const run = await simulate(job, { ...orders(1, 2), faults: [crash({ after: "charge 2" })] });
  expect(`\n${drawTimeline(run).join("\n")}\n`).toMatchInlineSnapshot(`
    "
      execution 1  charge 1 ● 2 ✕ killed
      execution 2  from cursor {"id":1,"note":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…:
                   charge 2 = ● done
                   ● cursor saved   ✕ worker gone   = known by its key
    "
  `);
  expect(describeRun(run)[1]).toMatchInlineSnapshot(
    `"Durable at that time: progress saved at step 'charge', cursor {"id":1,"note":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…; 2 effects, the last one charge 2."`,
  );
});
