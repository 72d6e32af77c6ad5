// The operations of the recorded Rails jobs, where no recording here shows what they mean.
import { describe, expect, it } from "vitest";
import type { ContinuationJob } from "./continuation-language.ts";
import { performContinuation } from "./continuation-run.ts";

const itemsOf = async (job: ContinuationJob, interruptAt: readonly number[] = []) =>
  (await performContinuation(job, interruptAt)).trace
    .filter(({ event }) => event === "item")
    .map(({ step, item }) => `${String(step)}: ${String(item)}`);

describe("drain", () => {
  const draining = (name: string, items: readonly string[]) =>
    ({ op: "step", name, body: [{ op: "drain", items }] }) as const;

  it("has a list for each step", async () => {
    const job = { perform: [draining("first", ["a", "b"]), draining("second", ["a", "b"])] };
    const all = ["first: a", "first: b", "second: a", "second: b"];
    expect(await itemsOf(job)).toEqual(all);
    for (const question of [1, 2, 3, 4, 5]) expect(await itemsOf(job, [question])).toEqual(all);
  });

  it("fills the list of a step once a run, also when another perform resumes", async () => {
    const job = { perform: [draining("only", ["a", "b"])], perform_resumed: [draining("only", ["a", "b"])] };
    expect(await itemsOf(job, [1])).toEqual(["only: a", "only: b"]);
  });
});
