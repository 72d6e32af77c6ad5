// What to look at next, by what is wrong and by what the run is like: one job or several, with cursors or without.
import type { JobEvent, QueuedJob } from "#jobs";
import { brief, cutEnd, onOneLine } from "../picture/columns.ts";
import { movesCursors } from "../picture/moments.ts";
import { placeOf } from "../run/origin.ts";
import type { Run } from "../run/run.ts";
import type { Problem } from "./verdict.ts";

/** What a job failed of. The messages of the engine and of the shop end with what to do; those of other code do not. */
export function adviceOnError(error: Error, run: Run): string {
  const { name, message } = error;
  if (name === "ServiceRefusedError") return "Which job asked for it, and is that the job that may fail of it?";
  const place = placeOf(error.stack);
  if (/\bPromise \{/.test(message)) {
    const call = place === undefined ? "the call" : `the call at ${place}`;
    return `What ${call} was given is a promise, and not yet what the promise brings: put await before what makes it.`;
  }
  const isOwn = /^(?:Error|TypeError|RangeError|ReferenceError|SyntaxError)$/.test(name);
  if (name === "StepOrderError" || name === "LeftoverProgressError") {
    return "Read the ✗ line again. Does the name of a step come from a row? It goes with the row: a place in a list belongs in a cursor.";
  }
  if (!isOwn || /Not written yet|\. Pass /.test(message)) return "Read the ✗ line again: its end says what to do.";
  const from = place === undefined ? "The job's own code raised it" : `It was raised at ${place}`;
  if (!isFirstAndCalm(run)) return `${from}. In which execution, and what did that one not know?`;
  return `${from}, in calm weather. ${whatToLookAt(error) ?? "What is there at that line that should be otherwise?"}`;
}

/** Nothing had struck, and no execution had gone before: it is no matter of progress. */
const isFirstAndCalm = ({ entries }: Run): boolean =>
  entries.every(
    (entry) =>
      entry.entry !== "fault" &&
      (entry.entry !== "event" || (entry.event.type !== "resumed" && !isRelease(entry.event))),
  );

const isRelease = ({ type }: JobEvent): boolean => type === "released";

/** The errors of the language itself, in plain words. */
function whatToLookAt({ message }: Error): string | undefined {
  const [, unknown] = /^(.+) is not defined$/.exec(message) ?? [];
  if (unknown !== undefined) return `Nothing there is called ${unknown}: is it spelled otherwise, or not imported?`;
  const [, missing, property] = /^Cannot read properties of (undefined|null) \(reading '(.+)'\)$/.exec(message) ?? [];
  if (missing !== undefined) return `What stands before .${property} is ${missing} there: where was it to come from?`;
  const [, called] = /^(.+) is not a function$/.exec(message) ?? [];
  if (called !== undefined) return `There is no function ${called}: is it spelled otherwise, or is an await missing?`;
  const [, iterated] = /^(.+) is not (?:async )?iterable$/.exec(message) ?? [];
  if (iterated !== undefined) return `${iterated} is no list: is an await missing, or the call that makes the list?`;
  return undefined;
}

/** An effect that happened more than once: the service did not know that it was the same. */
export function adviceOnRepeat(effect: string, run: Run): string {
  const [job, another] = jobsOf(effect, run);
  if (job && another) {
    const what = sameWork(job, another)
      ? `Two jobs ${nameOf(job)} did this.`
      : `${nameOf(job)} did this, and so did ${nameOf(another)}.`;
    const bothKeys = keysOf(effect, run);
    if (job.name === another.name && bothKeys) {
      return `Find ▲ above. ${what} The keys were ${bothKeys[0]} and ${bothKeys[1]}: what makes them differ? Or was the second job not to be enqueued?`;
    }
    return `Find ▲ above. ${what} Which line enqueued the second one, and is it to do this, too?`;
  }
  const keys = run.effects.filter((one) => one.effect === effect).map(({ key }) => key);
  const [one] = keys;
  const other = keys.find((key) => key !== one);
  if (one === undefined && other === undefined) {
    return "Find ▲ above. The request had no key, so the service could not know that it came a second time.";
  }
  if (one === undefined || other === undefined) {
    return "Find ▲ above. One of the requests had a key and the other none, so the service could not know that they are the same.";
  }
  const [first, second] = apart(one, other);
  return (
    `Find ▲ above. The first request had the key ${first}, the other ${second}. ` +
    "What is in the key that was not the same both times?"
  );
}

/** Two keys of an effect that was asked for with two, where they differ. */
function keysOf(effect: string, run: Run): readonly [string, string] | undefined {
  const keys = run.effects.filter((one) => one.effect === effect).map(({ key }) => key);
  const other = keys.find((key) => key !== keys[0]);
  return keys[0] === undefined || other === undefined ? undefined : apart(keys[0], other);
}

const longestKey = 24;
// How much of what two keys have in common stands before the place where they differ.
const common = 6;

/** Two keys with the place where they differ. */
export function apart(one: string, other: string): readonly [string, string] {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  // A surrogate pair is not to be cut in the middle.
  if (/[\ud800-\udbff]/.test(one[same - 1] ?? "")) same -= 1;
  const from = Math.max(one.length, other.length) > longestKey && same > common ? same - common : 0;
  const shown = (key: string): string =>
    JSON.stringify(cutEnd(`${from > 0 ? "…" : ""}${onOneLine(key.slice(from))}`, longestKey));
  return [shown(one), shown(other)];
}

/** Whether somebody asked for an effect, and the service knew the key and did nothing. */
export const wasAsked = (effect: string, run: Run): boolean =>
  run.requests.some((request) => request.effect === effect && request.repeated);

/** An effect that never happened. */
export function adviceOnLoss(effect: string, run: Run): string {
  if (wasAsked(effect, run)) {
    return "Somebody asked for it, and the service knew the key and did nothing. Which earlier request had that key?";
  }
  const [taken] = run.takenForOne;
  if (taken) {
    return (
      `${nameOf(taken.dropped)} was not enqueued: ${nameOf(taken.kept)} had the same key, ${JSON.stringify(brief(taken.key))}. ` +
      "What has to be in the key, so that each has its own?"
    );
  }
  if (wasRefused(effect, run) && wasDropped(run)) {
    return "The service refused it, and a rule for errors dropped the job: nobody will try it again. Look at discardOn and rescueFrom.";
  }
  if (wasRefused(effect, run) && hasFailed(run)) {
    return "The service refused it, and the job failed, as it should. When it was tried again, it was passed over: what took it for done?";
  }
  if (wasRefused(effect, run)) {
    return "The service refused it for a moment, and the job went on as if it were done. Look for a catch or a finally that lets the error disappear.";
  }
  if (endedWhenAskedToStop(run)) {
    return "Asked to stop, the job did nothing more and returned: it counts as done. Only a save or a checkpoint sends it back to the queue. Which line returned?";
  }
  const struck = run.entries.some(({ entry }) => entry === "fault");
  const cursors = movesCursors(run);
  if (!struck && cursors) return "Which line was to do it, and which condition or lookup passed it over?";
  if (!struck) return "Which line was to do it, or to enqueue the job that does it?";
  return cursors
    ? "Find the execution that passed over it. What did its cursor name, and what does the lookup leave out because of that?"
    : "Find the execution that passed over it. What did it take for done, and was it?";
}

/** Whether a service refused an effect for a moment: of what a worker has asked for then, it is the one that was not done. */
const wasRefused = (effect: string, { entries }: Run): boolean =>
  entries.some((entry, index) => {
    if (entry.entry !== "fault" || entry.kind !== "refused") return false;
    const refused = entries
      .slice(index + 1)
      .find((one) => one.entry === "point" && one.worker === entry.worker && !one.applied);
    return refused?.entry === "point" && refused.name === effect;
  });

/** Whether a job that was asked to stop completed, with nothing done between. */
const endedWhenAskedToStop = ({ entries }: Run): boolean =>
  entries.some((entry, index) => {
    if (entry.entry !== "fault" || entry.kind !== "SIGTERM") return false;
    const after = entries.slice(index).filter((one) => one.entry !== "meanwhile" && one.worker === entry.worker);
    const completed = after.findIndex((one) => one.entry === "event" && one.event.type === "completed");
    return completed !== -1 && !after.slice(0, completed).some((one) => one.entry === "point" && one.kind === "effect");
  });

/** Whether an execution told of an error. */
const hasFailed = ({ entries }: Run): boolean =>
  entries.some(
    (entry) =>
      entry.entry === "event" &&
      (entry.event.type === "failed" || (entry.event.type === "released" && entry.event.because !== "interrupt")),
  );

/** Whether a job was done with because of an error, by a rule of its own. */
const wasDropped = ({ entries }: Run): boolean =>
  entries.some(
    (entry) => entry.entry === "event" && (entry.event.type === "discarded" || entry.event.type === "rescued"),
  );

const nameOf = ({ name, args }: Pick<QueuedJob, "name" | "args">): string =>
  `${brief(name)} with ${brief(JSON.stringify(args) ?? "nothing")}`;

/** An effect that nobody asked for. */
export const adviceOnSurplus = (effect: string, run: Run): string =>
  jobOf(effect, run) === jobsIn(run)[0]
    ? "Which line does this, and where does it get what it works on?"
    : "Which job did it, who enqueued that job, and when?";

/** An effect that is worth something else. */
export function adviceOnAmount(
  { cents, wanted }: { readonly cents: number; readonly wanted: number },
  run: Run,
): string {
  const from = "Where does the amount come from?";
  const isOtherUnit = cents === wanted * 100 || wanted === cents * 100;
  if (isOtherUnit) return `${from} In which unit is it?`;
  if (!run.entries.some(({ entry }) => entry === "fault")) return `${from} Which rows are in it, and which are not?`;
  return cents < wanted
    ? `${from} What has it lost when an execution begins in the middle?`
    : `${from} What is counted twice, or kept from before, when an execution begins in the middle?`;
}

/** Work that was done again. */
export function adviceOnRedone([effect = ""]: readonly string[], run: Run): string {
  const [one, other] = jobsOf(effect, run, { known: true });
  if (one && other && one.name !== other.name) {
    return `Both ${brief(one.name)} and ${brief(other.name)} asked for ${brief(effect)}. Whose part is it?`;
  }
  if (one && other)
    return `Two jobs asked for ${brief(effect)}: ${nameOf(one)}, and ${nameOf(other)}. Who enqueued the second one?`;
  if (movesCursors(run) && !run.entries.some((entry) => entry.entry === "event" && entry.event.type === "resumed")) {
    return "Nothing was saved when it began again. Behind which effect is a ● missing?";
  }
  return movesCursors(run)
    ? "Look at where the later execution began. Where did it get that place from?"
    : "Which line asked again, and what had been saved when that execution began?";
}

/** The names of the jobs of a run, in the order in which they were first performed. */
export const jobsIn = ({ entries }: Run): readonly string[] => [
  ...new Set(entries.flatMap((entry) => (entry.entry === "event" ? [entry.job.name] : []))),
];

/** The job that had an effect first. */
const jobOf = (effect: string, run: Run): string | undefined => jobsOf(effect, run)[0]?.name;

/** The jobs that had an effect, each once, in the order in which they did; with those that asked for a key that was known. */
function jobsOf(effect: string, { entries }: Run, { known = false } = {}): readonly QueuedJob[] {
  const jobByWorker = new Map<number, QueuedJob>();
  const jobs = new Map<string, QueuedJob>();
  for (const entry of entries) {
    if (entry.entry === "event") jobByWorker.set(entry.worker, entry.job);
    if (entry.entry !== "point" || entry.kind !== "effect" || entry.name !== effect) continue;
    // A request whose key was known has done nothing.
    if (!entry.applied || (entry.repeated && !known)) continue;
    const job = jobByWorker.get(entry.worker);
    if (job && !jobs.has(job.id)) jobs.set(job.id, job);
  }
  return [...jobs.values()];
}

const sameWork = (one: QueuedJob, other: QueuedJob): boolean => nameOf(one) === nameOf(other);

/**
 * What a process took along when it ended, where that makes the difference: had all processes shared one memory, the effect
 * would have been as it should.
 */
export function adviceOnMemory(problem: Problem, { forgotten, remembering, effects }: Run): string | undefined {
  if (!remembering || remembering.end !== "finished" || !("effect" in problem)) return undefined;
  const times = (all: Run["effects"]) => all.filter(({ effect }) => effect === problem.effect).length;
  const [now, then] = [times(effects), times(remembering.effects)];
  const isMended = problem.kind === "lost" ? then > now : problem.kind === "repeated" && then < now;
  if (!isMended) return undefined;
  const names = forgotten.slice(0, 3).join(", ");
  return (
    `The process that ended took along what it knew: ${names}. A new process begins without it. ` +
    "What has to be known later belongs into the progress, or into a service."
  );
}
