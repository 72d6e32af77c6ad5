import { describe, expect, test } from "vitest";
import { crash, describeRun, sigterm, simulate } from "#simulation";
import { careful, keyless, orders } from "./orders.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("a run in sentences", () => {
  test("says what each execution did, how it ended and what was durable", async () => {
    const faults = [crash({ after: "charge 2" }), sigterm({ after: "charge 3" })];
    expect(describeRun(await simulate(keyless, { ...orders(1, 2, 3, 4), faults }))).toEqual([
      "Execution 1 did charge 1, saved cursor 1, did charge 2; then the worker was killed.",
      "Durable at that time: progress saved at step 'charge', cursor 1; 2 effects, the last one charge 2.",
      "Execution 2 began from cursor 1, did charge 2 again, saved cursor 2, did charge 3, " +
        "was asked to stop by SIGTERM, saved cursor 3; then it went back to the queue.",
      "Durable at that time: progress saved at step 'charge', cursor 3; 4 effects, the last one charge 3.",
      "Execution 3 began from cursor 3, did charge 4, saved cursor 4, saved its progress; then it was done.",
      "In the end the outside world had seen 5 effects, the last one charge 4.",
    ]);
  });

  test("draws many equal effects together", async () => {
    const scenario = { ...orders(...upTo(100)), faults: [crash({ after: "charge 50" })], progress: "payload" } as const;
    expect(describeRun(await simulate(careful, scenario)).slice(0, 3)).toEqual([
      "Execution 1 did charge 1 to charge 49 in a row (cursors in memory only), did charge 50; " +
        "then the worker was killed.",
      "Durable at that time: no progress saved; 50 effects, the last one charge 50.",
      "Execution 2 asked again for charge 1 to charge 50 in a row (known by their keys, no effects; cursors in memory " +
        "only), did charge 51 to charge 100 in a row (cursors in memory only); then it was done.",
    ]);
  });

  test("knows a worker that was killed before it came to its job", async () => {
    const [first, second, third] = describeRun(
      await simulate(careful, { ...orders(1), faults: [crash({ after: 1 })] }),
    );
    expect(first).toBe("Worker 1 was killed, before its work began.");
    expect(second).toBe("Durable at that time: no progress saved; no effects yet.");
    expect(third).toMatch(/^Execution 2 did charge 1,/);
  });

  test("stays short, however many executions there were", async () => {
    const faults = upTo(40).map((id) => crash({ after: `charge ${id * 2}` }));
    const sentences = describeRun(await simulate(keyless, { ...orders(...upTo(100)), faults }));
    expect(sentences.length).toBeLessThanOrEqual(26);
    expect(sentences).toContain("32 more executions like these.");
  });
});
