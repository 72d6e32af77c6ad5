// Where we mean to differ from Rails: the conditions, and the tests that hold what ours does.
import { isDeepStrictEqual } from "node:util";
import { lawBroken, standingAfter } from "./continuation-laws.ts";
import {
  after,
  callAt,
  classOf,
  endsWithLeftovers,
  executionAt,
  givesUp,
  isCheck,
  isRaised,
  isRaisedBy,
  isRefused,
  isRescueOf,
  isResumption,
  isRetry,
  meetsTheLimit,
  type RailsFork,
  refusesMethod,
  rescuedIn,
  retriesIn,
  stopOf,
  stopsIn,
} from "./rails-fork.ts";
import type { Rest, Rule } from "./rule.ts";

const heldBy = (...titles: readonly string[]) =>
  titles.map((title) => ({ file: "test/conformance/rails-differences.test.ts", title }));

/** Whatever ours does, it ends, and it never contradicts what it has written down. */
const lawful: Rest<RailsFork> = {
  compares: "the rest of ours ends, skips what is finished, goes on at the cursors it has saved, and counts by one",
  problem({ job, observed }) {
    const { max_resumptions, retry_on } = job.options ?? {};
    // The driver retries each new payload anew, and so do the budgets: a job that always fails sees no end of it.
    const isRetriedForEver =
      job.backend_retries !== undefined && (max_resumptions !== undefined || retry_on !== undefined);
    if (observed.outcome === "endless" && !isRetriedForEver) return "the job does not end";
    return lawBroken(observed.trace);
  },
};

/** Theirs never ran the step that ours goes on with: whether that ends when it is stopped for ever, nobody has recorded. */
const lawfulWithoutEnd: Rest<RailsFork> = {
  compares: "the rest of ours skips what is finished, goes on at the cursors it has saved, and counts by one",
  problem: ({ observed }) => lawBroken(observed.trace),
};

/** Ours raises an error of its own, once, and does nothing more in that execution. */
const refusedWith = (className: string): Rest<RailsFork> => ({
  compares: `this execution of ours ends with ${className}, and ${lawful.compares}`,
  problem(fork) {
    const rest = executionAt(fork.ours);
    const done = rest.find(({ event }) => ["check", "step_completed", "job_completed", "enqueued"].includes(event));
    const isRescuedAndFailsOtherwise = rest.some(({ event }) => event === "raising");
    if (!isRescuedAndFailsOtherwise) {
      if (done) return `ours goes on: ${JSON.stringify(done)}`;
      const last = rest.at(-1);
      // Who has rescued it may go on to another misuse.
      const isOwn = classOf(last)?.startsWith("Continuation::") && rest.some((event) => isRescueOf(event, className));
      if (last?.event !== "raised" || !(isOwn || classOf(last) === className))
        return `ours does not end with ${className}`;
    }
    return lawful.problem(fork);
  },
});

const leftover = {
  kind: "deliberate",
  why: "a deploy that drops a step would drop the rest of its work too, and nobody would hear of it",
  rest: refusedWith("LeftoverProgressError"),
} as const;

const notJson = (name: string, isMeant: (given: unknown) => boolean) => ({
  name,
  applies: (fork: RailsFork) =>
    isCheck(fork.theirs[0]) && isMeant(callAt(fork, "set")?.given) && isRefused(fork, "NotJsonError"),
  heldBy: heldBy("set refuses a Date and a Symbol, before anything is saved"),
  rest: refusedWith("NotJsonError"),
});

const unadvanceable = "Continuation::UnadvanceableCursorError";

export const railsRules: readonly Rule<RailsFork>[] = [
  {
    ...leftover,
    name: "a step begun and not finished",
    what: "a job that ends while a step is begun and not finished, as one that it never comes to, fails with LeftoverProgressError; theirs completes",
    heldBy: heldBy("a job that never comes to the step under way fails, and keeps its progress"),
    applies: (fork) => endsWithLeftovers(fork) && standingAfter(fork.before).current !== undefined,
  },
  {
    ...leftover,
    name: "a finished step that is gone",
    what: "a job that does not meet a step that it has finished fails with LeftoverProgressError; theirs completes",
    heldBy: heldBy("a job that does not meet a step that it has finished fails"),
    applies: (fork) => {
      const { completed, met } = standingAfter(fork.before);
      return endsWithLeftovers(fork) && completed.some((step) => !met.includes(step));
    },
  },
  {
    name: "a budget for stops alone",
    kind: "deliberate",
    what: "maxResumptions counts resumptions after a stop; theirs counts those after isolated steps, errors and retries too",
    why: "the limit is there for deploys that never let a job finish; a job should not fail because of its own design",
    heldBy: heldBy(
      "isolated steps do not use up maxResumptions",
      "errors after progress do not use up maxResumptions, nor stops maxErrorResumptions",
    ),
    applies: (fork) => {
      const { max_resumptions: limit = Infinity } = fork.job.options ?? {};
      if (!isResumption(fork) || !meetsTheLimit(fork)) return false;
      return stopOf(fork.before) === "stop" ? stopsIn(fork.before) < limit : true;
    },
    rest: lawful,
  },
  {
    name: "a retry from the dead letters",
    kind: "deliberate",
    what: "a job that is retried from the dead letters has maxResumptions and its attempts anew; theirs counts on, and fails at the next one",
    why: "whoever retries a job by hand has mended what was wrong: a budget that stays used up makes retrying useless",
    heldBy: heldBy("a retry from the dead letters begins the budgets anew"),
    applies: (fork) => {
      const { max_resumptions: limit = Infinity, retry_on } = fork.job.options ?? {};
      if (!fork.before.some(({ event }) => event === "backend_retry")) return false;
      const since = after(fork.before, "backend_retry");
      if (isResumption(fork)) {
        return stopOf(fork.before) === "stop" && meetsTheLimit(fork) && stopsIn(since) < limit;
      }
      if (!retry_on || !isRetry(fork)) return false;
      const [before, anew] = [retriesIn(fork.before), retriesIn(since)];
      return before + 1 >= retry_on.attempts && anew + 1 < retry_on.attempts && givesUp(fork.theirs);
    },
    rest: lawful,
  },
  {
    name: "a misuse that was rescued",
    kind: "deliberate",
    what: "an error about misuse, as a nested step, that the job has rescued is raised again at its next call or at the end; theirs forgets it",
    why: "the inner step never ran: completing the outer one would make that loss final",
    heldBy: heldBy("a nested step that was caught fails the outer step all the same"),
    applies: (fork) => {
      const rescued = rescuedIn(fork);
      return rescued !== undefined && isRaised(fork, rescued) && !isRaisedBy(fork.theirs[0], rescued);
    },
    rest: {
      compares: `this execution of ours ends with the same error, and ${lawful.compares}`,
      problem: (fork) => refusedWith(rescuedIn(fork) ?? "").problem(fork),
    },
  },
  {
    name: "a nested step after progress",
    kind: "deliberate",
    what: "a step inside a step is refused at once; theirs first asks whether to stop, as before each step, and then refuses it",
    why: "the mistake is found in every run of a test, not only in those that are not stopped there",
    heldBy: heldBy("a nested step is refused before anybody is asked whether to stop"),
    unrecorded: "the code of Rails: the checkpoint at the entry of a step comes before what a step must be is checked",
    applies: (fork) => {
      const [check, next] = fork.theirs;
      const isNested = callAt(fork, "step")?.inside !== undefined && standingAfter(fork.before).advanced;
      const isSameWithoutIt = check?.["stop"] !== false || isDeepStrictEqual(next, fork.ours[0]);
      return isNested && isCheck(check) && isSameWithoutIt && isRefused(fork, "Continuation::InvalidStepError");
    },
    rest: refusedWith("Continuation::InvalidStepError"),
  },
  {
    name: "a string to advance",
    kind: "deliberate",
    what: "advance refuses a string; theirs takes Ruby's succ of it (az becomes ba)",
    why: "succ is not the next key of any database, and the succ of an empty string is itself: the job stands still",
    heldBy: heldBy("advance refuses a string"),
    applies: (fork) =>
      isCheck(fork.theirs[0]) &&
      typeof fork.theirs[0]?.["cursor"] === "string" &&
      typeof callAt(fork, "advance")?.given === "string" &&
      isRefused(fork, unadvanceable),
    rest: refusedWith(unadvanceable),
  },
  {
    name: "a number beyond 2^53 to advance",
    kind: "deliberate",
    what: "advance refuses to go beyond 2^53; theirs has whole numbers without a limit",
    why: "adding 1 to such a number gives the same number here, and the job would do one item for ever",
    heldBy: heldBy("advance refuses a number that has no next one"),
    applies: (fork) => {
      const given = callAt(fork, "advance")?.given;
      const isBeyond = Number.isInteger(given) && !Number.isSafeInteger(given);
      return isBeyond && isCheck(fork.theirs[0]) && isRefused(fork, unadvanceable);
    },
    rest: refusedWith(unadvanceable),
  },
  {
    ...notJson("a Date as a cursor", (given) => given instanceof Date),
    kind: "deliberate",
    what: "set refuses a Date; theirs writes it down as an object of its own and reads a Date again",
    why: "a cursor is what its author sees in the queue; a date as a string stays one in every store and every language",
  },
  {
    ...notJson("a Symbol as a cursor", (given) => typeof given === "symbol"),
    kind: "ruby only",
    what: "set refuses a Symbol",
    why: "Ruby's Symbol is a kind of string; JavaScript's is unique to its process and cannot be written down",
  },
  {
    name: "a step method with parameters",
    kind: "ruby only",
    what: "a step method with two parameters, or with a keyword parameter, is an error in theirs; ours runs the step",
    why: "a step's body is a function here; TypeScript refuses one that wants more than the step",
    heldBy: heldBy("TypeScript refuses a step's body that wants more than the step"),
    applies: (fork) => {
      const style = callAt(fork, "step")?.style;
      const reached = ["check", "step_started", "step_resumed", "interrupted"].includes(fork.ours[0]?.event ?? "");
      // What else is wrong with the step is found first in ours.
      const isRun = reached || isRaised(fork, "Continuation::InvalidStepError");
      return (style === "method2" || style === "method_kw") && isRun && refusesMethod(fork);
    },
    rest: lawfulWithoutEnd,
  },
];
