// An explorer that is broken on purpose is found out: its proofs are contradicted within a sample of jobs.
import { describe, expect, it } from "vitest";
import { crashEverywhere, findProblems, sigtermEverywhere } from "#simulation";
import { type Answer, type Ask, explorerWithout } from "./explorer-answer.ts";
import { judge } from "./judge.ts";

interface Break {
  readonly name: string;
  readonly ask: Ask;
  /** A job that it believes, and that a run breaks: found by trying all from 1 on. */
  readonly seed: number;
}

const proved: Answer = { kind: "proved" };
const refused: Answer = { kind: "refused", reason: "found", story: undefined };

/** Explorers that can be written without touching the real one. */
const strangers: readonly Break[] = [
  { name: "believes every job", seed: 5, ask: async () => proved },
  {
    name: "looks at schedules of one fault only",
    seed: 5,
    ask: async (job, options) => {
      for (const sweep of [sigtermEverywhere, crashEverywhere]) {
        for await (const run of sweep(job, options)) if (findProblems(run, options).length > 0) return refused;
      }
      return proved;
    },
  },
];

/** The real one, each time with something left out. */
const breaks: readonly Break[] = [
  { name: "leaves the budgets out of a state's name", seed: 155, ask: explorerWithout("budgets") },
  { name: "leaves the counts that code reads out of a state's name", seed: 5, ask: explorerWithout("counts") },
  { name: "keeps the module's variables from one process to the next", seed: 5, ask: explorerWithout("memory") },
  { name: "tries jobs in one order only", seed: 314, ask: explorerWithout("orders") },
  { name: "lets no service fail", seed: 26, ask: explorerWithout("errors") },
  { name: "stops no job", seed: 32, ask: explorerWithout("stops") },
];

describe("an explorer that", () => {
  it.each([...strangers, ...breaks])("$name is found out", async ({ ask, seed }) => {
    expect((await judge(seed, { maxRuns: 150, ask, onlyProofs: true }))?.verdict).toBe("UNSOUND");
    // The one that is whole does not believe the job.
    expect((await judge(seed, { maxRuns: 150, onlyProofs: true }))?.verdict).not.toBe("UNSOUND");
  });
});
