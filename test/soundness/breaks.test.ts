// An explorer that is broken on purpose is found out: its proofs are contradicted within a sample of jobs.
import { describe, expect, it } from "vitest";
import { crashEverywhere, findProblems, sigtermEverywhere } from "#simulation";
import type { Answer, Ask } from "./explorer-answer.ts";
import { judge } from "./judge.ts";

interface Break {
  readonly name: string;
  readonly ask: Ask;
}

const proved: Answer = { kind: "proved" };
const refused: Answer = { kind: "refused", reason: "found", story: undefined };

/** Explorers that can be written without touching the real one. */
const strangers: readonly Break[] = [
  { name: "believes every job", ask: async () => proved },
  {
    name: "looks at schedules of one fault only",
    ask: async (job, options) => {
      for (const sweep of [sigtermEverywhere, crashEverywhere]) {
        for await (const run of sweep(job, options)) if (findProblems(run, options).length > 0) return refused;
      }
      return proved;
    },
  },
];

/**
 * PLUG IN: the five deliberate breaks of the real explorer, each as
 * `{ name, ask: (job, options) => askExplorer(job, { ...options, <the option that breaks it> }) }`, such as one that
 *
 * - leaves the tallies of budgets out of a state's name
 * - leaves the counters that code reads out of a state's name
 * - lets a crashed job always come first
 * - keeps the module's variables from one process to the next
 * - leaves out the lost answers
 */
const breaks: readonly Break[] = [];

const mostJobs = 400;

describe("an explorer that", () => {
  it.each([...strangers, ...breaks])("$name", async ({ ask }) => expect(await firstUnsound(ask)).toBeDefined());
});

/** The first seed whose job is proved and yet broken. */
async function firstUnsound(ask: Ask): Promise<number | undefined> {
  for (let seed = 1; seed <= mostJobs; seed += 1) {
    const judgement = await judge(seed, { maxRuns: 150, ask, onlyProofs: true });
    if (judgement?.verdict === "UNSOUND") return seed;
  }
  return undefined;
}
