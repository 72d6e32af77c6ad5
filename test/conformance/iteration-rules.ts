// Where we mean to differ from job-iteration: the conditions, and the tests that hold what ours does.
import { isDeepStrictEqual } from "node:util";
import type { Json } from "#jobs";
import {
  classOf,
  countsAnew,
  cursorAt,
  hasTwinsNext,
  isAtStart,
  isRaised,
  type IterationFork,
  itemsIn,
  listIn,
  meansSomething,
  retriesAnew,
  savedCursor,
  withoutCursor,
} from "./iteration-fork.ts";
import { isAfter, nestedIn, placeOf, stopsOf } from "./iteration-tree.ts";
import type { Rest, Rule } from "./rule.ts";

const heldBy = (file: string, title: string) => [{ file: `test/jobs/iteration/${file}.test.ts`, title }];

/** Where ours only stops at other places: what is done is the same. */
const sameItems: Rest<IterationFork> = {
  compares:
    "the items, in their order, and the end of the job; only that it ends when what the job does depends on the number of the execution",
  problem({ job, recorded, observed }) {
    if (observed.outcome === "endless") return "the job does not end";
    // When ours stops once more, its third execution is another one than theirs.
    if (job.fail?.attempts || job.abort?.executions || job.should_exit?.executions) {
      if (observed.executions !== recorded.executions) return undefined;
    }
    const [theirs, ours] = [recorded, observed].map(({ trace }) => itemsIn(trace));
    if (!isDeepStrictEqual(theirs, ours)) {
      return `the items are others: theirs ${JSON.stringify(theirs)}, ours ${JSON.stringify(ours)}`;
    }
    return observed.outcome === recorded.outcome
      ? undefined
      : `theirs ends ${recorded.outcome}, ours ${observed.outcome}`;
  },
};

/** Ours raises an error of its own, once, and does nothing more in that execution. */
const refusedWith = (className: string): Rest<IterationFork> => ({
  compares: `this execution of ours ends with ${className} and does no further item, and the job ends`,
  problem({ ours, observed }) {
    if (observed.outcome === "endless") return "the job does not end";
    const end = ours.findIndex(({ event }) => event === "execution" || event === "backend_retry");
    const rest = end < 0 ? ours : ours.slice(0, end);
    const last = rest.at(-1);
    if (last?.event !== "raised" || classOf(last) !== className) return `ours does not end with ${className}`;
    const more = rest.find(({ event }) => !["raised", "iterated"].includes(event));
    return more && `ours goes on: ${JSON.stringify(more)}`;
  },
});

export const iterationRules: readonly Rule<IterationFork>[] = [
  {
    name: "a parent without children",
    kind: "deliberate",
    what: "a parent without children is a point to stop at, and the cursor passes it; theirs runs on to the next item",
    why: "a deploy must not wait for a thousand customers without orders, nor should they be looked through again after it",
    heldBy: heldBy("nested", "asks whether to stop after a parent without children"),
    applies: ({ job, before, theirs, ours }) => {
      const nested = nestedIn(job.build);
      if (!nested || ours[0]?.event !== "check" || theirs[0]?.event === "check") return false;
      const place = placeOf(cursorAt(before), nested);
      const next = stopsOf(nested).find(({ path }) => isAfter(path, place));
      return next !== undefined && !next.isLeaf;
    },
    rest: sameItems,
  },
  {
    name: "the end of a parent in progress",
    kind: "deliberate",
    what: "the cursor stays at the last child of a parent until more is done; theirs moves when it finds nothing left in it",
    why: "ours moves only together with a checkpoint, so what is in the queue is what a store has saved",
    heldBy: heldBy("nested", "keeps its cursor while a parent in progress turns out to be done"),
    applies: ({ job, before, theirs, ours }) => {
      const nested = nestedIn(job.build);
      const [cursorOfTheirs, cursorOfOurs] = [theirs[0], ours[0]].map(savedCursor);
      if (!nested || cursorOfTheirs === undefined || cursorOfOurs === undefined) return false;
      if (!isDeepStrictEqual(withoutCursor(theirs[0]), withoutCursor(ours[0]))) return false;
      const place = placeOf(cursorAt(before), nested);
      const moved = placeOf(cursorOfTheirs, nested);
      const next = stopsOf(nested).find(({ path }) => isAfter(path, place));
      const isKept = isDeepStrictEqual(placeOf(cursorOfOurs, nested), place);
      return isKept && isAfter(moved, place) && next !== undefined && isAfter(next.path, moved);
    },
    rest: sameItems,
  },
  {
    name: "two rows with one key",
    kind: "deliberate",
    what: "two rows with the same key are an error at the second one; theirs goes on, and loses such rows after a resume",
    why: "in a test that is not interrupted all goes well, and in production rows are lost that nobody misses for months",
    heldBy: heldBy("records", "refuses a second row with the same key"),
    applies: (fork) => isRaised(fork, "KeyOrderError") && hasTwinsNext(fork),
    rest: refusedWith("KeyOrderError"),
  },
  {
    name: "an abort that means nothing",
    kind: "deliberate",
    what: "an abort that means nothing is an error at the line that throws it; theirs runs on_shutdown before it says so",
    why: "the stack trace shows the line, TypeScript refuses it before, and no callback runs for a mistake",
    heldBy: heldBy("abort", "refuses a value that means nothing, at the line that throws it"),
    applies: ({ before, theirs, ours }) => {
      const last = before.at(-1);
      const { error, ...iterated } = ours[0] ?? { event: "" };
      return (
        last?.event === "abort" &&
        !meansSomething(last["value"] as Json) &&
        (error as { readonly class?: string } | undefined)?.class === "AbortOptionError" &&
        isDeepStrictEqual(iterated, theirs[0])
      );
    },
    rest: refusedWith("AbortOptionError"),
  },
  {
    name: "a retry from the dead letters",
    kind: "deliberate",
    what: "a job that is retried from the dead letters counts its interruptions and its attempts anew; theirs counts on",
    why: "whoever retries a job by hand has mended what was wrong: a budget that stays used up makes retrying useless",
    heldBy: [
      {
        file: "test/conformance/rails-differences.test.ts",
        title: "a retry from the dead letters begins the budgets anew",
      },
    ],
    unrecorded:
      "the recording of Rails, where a payload that is executed again counts on; job-iteration's counts are in it too",
    applies: (fork) => countsAnew(fork) || retriesAnew(fork),
    rest: {
      compares: "without retry_on the items, in their order, and the end of the job",
      problem: (fork) => (fork.job.options?.retry_on ? undefined : sameItems.problem(fork)),
    },
  },
  {
    name: "a list that is shorter than its cursor",
    kind: "deliberate",
    what: "a list that has fewer items than are done is CursorBeyondEndError; theirs finds nothing left and completes",
    why: "a cursor that counts items is wrong when items go: those that are left may not be those that were to be done",
    heldBy: heldBy("enumerators", "refuses to resume when more items are done than there are now"),
    unrecorded:
      "the code of job-iteration: its array enumerator drops as many items as are done, and an empty rest completes",
    applies: (fork) => {
      const list = listIn(fork.job.build);
      const cursor = cursorAt(fork.before);
      const isBeyond = list?.items_later !== undefined && Number(cursor) >= list.items_later.length;
      return typeof cursor === "number" && isBeyond && isRaised(fork, "CursorBeyondEndError") && isAtStart(fork);
    },
    rest: refusedWith("CursorBeyondEndError"),
  },
];
