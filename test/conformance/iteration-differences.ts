// Where we mean to differ from job-iteration, scenario by scenario, and the test that holds what ours does.
import type { Difference } from "./suite.ts";

const heldBy = (file: string, title: string) => ({ file: `test/jobs/iteration/${file}.test.ts`, title });

const emptyParent = {
  kind: "deliberate",
  theirs: "item",
  ours: "check",
  what: "a parent without children is a point to stop at, and the cursor passes it; theirs runs on to the next item",
  why: "a deploy must not wait for a thousand customers without orders, nor should they be looked through again after it",
  heldBy: heldBy("nested", "asks whether to stop after a parent without children"),
} as const;

const meaninglessAbort = {
  kind: "deliberate",
  theirs: "iterated",
  ours: "iterated",
  what: "an abort that means nothing is an error at the line that throws it; theirs runs on_shutdown before it says so",
  why: "the stack trace shows the line, TypeScript refuses it before, and no callback runs for a mistake",
  heldBy: heldBy("abort", "refuses a value that means nothing, at the line that throws it"),
} as const;

export const iterationDifferences: readonly Difference[] = [
  { ...emptyParent, scenario: "nested-two-levels" },
  { ...emptyParent, scenario: "nested-three-levels" },
  { ...emptyParent, scenario: "nested-error-retry-on" },
  {
    scenario: "nested-error-retry-on",
    kind: "deliberate",
    theirs: "enqueued",
    ours: "enqueued",
    what: "the cursor stays at the last child of a parent until more is done; theirs moves when it finds nothing left in it",
    why: "ours moves only together with a checkpoint, so what is in the queue is what a store has saved",
    heldBy: heldBy("nested", "keeps its cursor while a parent in progress turns out to be done"),
  },
  {
    scenario: "records-columns-rank-only",
    kind: "deliberate",
    theirs: "item",
    ours: "raised",
    what: "two rows with the same key are an error at the second one; theirs goes on, and loses such rows after a resume",
    why: "in a test that is not interrupted all goes well, and in production rows are lost that nobody misses for months",
    heldBy: heldBy("records", "refuses a second row with the same key"),
  },
  { ...meaninglessAbort, scenario: "abort-unknown-reason" },
  { ...meaninglessAbort, scenario: "abort-unexpected-value" },
];
