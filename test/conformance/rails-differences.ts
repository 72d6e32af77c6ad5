// Where we mean to differ from Rails, scenario by scenario, and the test that holds what ours does.
import type { Difference } from "./suite.ts";

const heldBy = (title: string) => ({ file: "test/conformance/rails-differences.test.ts", title });

const vanishedStep = {
  kind: "deliberate",
  theirs: "job_completed",
  ours: "raised",
  why: "a deploy that drops a step would drop the rest of its work too, and nobody would hear of it",
} as const;

const rubyMethod = {
  kind: "ruby only",
  theirs: "raised",
  ours: "step_started",
  why: "a step's body is a function here; TypeScript refuses one that wants more than the step",
} as const;

export const railsDifferences: readonly Difference[] = [
  {
    ...vanishedStep,
    scenario: "changed-no-steps-on-resume",
    what: "a job that never comes to the step under way fails with LeftoverProgressError; theirs completes",
    heldBy: heldBy("a job that never comes to the step under way fails, and keeps its progress"),
  },
  {
    ...vanishedStep,
    scenario: "changed-removed-last-two",
    what: "a job that does not meet a step that it has finished fails with LeftoverProgressError; theirs completes",
    heldBy: heldBy("a job that does not meet a step that it has finished fails"),
  },
  {
    scenario: "isolated-limited-resumptions",
    kind: "deliberate",
    theirs: "raised",
    ours: "enqueued",
    what: "an interruption that an isolated step asks for does not use up maxResumptions",
    why: "the limit is there for deploys that never let a job finish; a job should not fail because of its own design",
    heldBy: heldBy("isolated steps do not use up maxResumptions"),
  },
  {
    scenario: "resumptions-limit-backend-retries",
    kind: "deliberate",
    theirs: "raised",
    ours: "enqueued",
    what: "a job that is retried from the dead letters has maxResumptions anew; theirs counts on, and fails at the next one",
    why: "whoever retries a job by hand has mended what was wrong: a budget that stays used up makes retrying useless",
    heldBy: heldBy("a retry from the dead letters begins the budgets anew"),
  },
  {
    scenario: "invalid-nested-rescued",
    kind: "deliberate",
    theirs: "step_completed",
    ours: "step_failed",
    what: "a rescued error about a nested step is raised again when the outer step ends; theirs completes it",
    why: "the inner step never ran: completing the outer one would make that loss final",
    heldBy: heldBy("a nested step that was caught fails the outer step all the same"),
  },
  {
    scenario: "cursor-string-advance",
    kind: "deliberate",
    theirs: "check",
    ours: "step_failed",
    what: "advance refuses a string; theirs takes Ruby's succ of it (az becomes ba)",
    why: "succ is not the next key of any database, and the succ of an empty string is itself: the job stands still",
    heldBy: heldBy("advance refuses a string"),
  },
  {
    scenario: "cursor-large-integer",
    kind: "deliberate",
    theirs: "check",
    ours: "step_failed",
    what: "advance refuses to go beyond 2^53; theirs has whole numbers without a limit",
    why: "adding 1 to such a number gives the same number here, and the job would do one item for ever",
    heldBy: heldBy("advance refuses a number that has no next one"),
  },
  {
    scenario: "head-date-cursor",
    kind: "deliberate",
    theirs: "check",
    ours: "step_failed",
    what: "set refuses a Date; theirs writes it down as an object of its own and reads a Date again",
    why: "a cursor is what its author sees in the queue; a date as a string stays one in every store and every language",
    heldBy: heldBy("set refuses a Date and a Symbol, before anything is saved"),
  },
  {
    scenario: "head-symbol-cursor",
    kind: "ruby only",
    theirs: "check",
    ours: "step_failed",
    what: "set refuses a Symbol",
    why: "Ruby's Symbol is a kind of string; JavaScript's is unique to its process and cannot be written down",
    heldBy: heldBy("set refuses a Date and a Symbol, before anything is saved"),
  },
  { ...rubyMethod, scenario: "invalid-method-arity-2", what: "a step method with two parameters" },
  { ...rubyMethod, scenario: "invalid-method-keyword", what: "a step method with a keyword parameter" },
];
