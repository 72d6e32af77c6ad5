// What to look at next, by what is wrong and by what the run is like: one job or several, with cursors or without.
import { movesCursors } from "../picture/moments.ts";
import type { Run } from "../run/run.ts";
import type { Problem } from "./verdict.ts";

/** What a job failed of. The messages of the engine and of the shop end with what to do; those of other code do not. */
export function adviceOnError({ name, message }: Error): string {
  if (name === "ServiceRefusedError") return "Which job asked for it, and is that the job that may fail of it?";
  const isOwn = /^(?:Error|TypeError|RangeError|ReferenceError|SyntaxError)$/.test(name);
  if (!isOwn || /Not written yet|\. Pass /.test(message)) return "Read the ✗ line again: its end says what to do.";
  return "This error comes from the job's own code. Which execution raised it, and what did that one not know?";
}

/** An effect that happened more than once: the service did not know that it was the same. */
export function adviceOnRepeat(effect: string, run: Run): string {
  const keys = run.effects.filter((one) => one.effect === effect).map(({ key }) => key);
  if (keys.every((key) => key === undefined)) {
    return "Find ▲ above. The request had no key, so the service could not know that it came a second time.";
  }
  const [one = "none", other = "none"] = keys;
  return (
    `Find ▲ above. The first request had the key ${shortened(one)}, the other ${shortened(other)}. ` +
    "What is in the key that was not the same both times?"
  );
}

const shortened = (key: string): string => JSON.stringify(key.length <= 24 ? key : `${key.slice(0, 23)}…`);

/** Whether somebody asked for an effect, and the service knew the key and did nothing. */
export const wasAsked = (effect: string, run: Run): boolean =>
  run.requests.some((request) => request.effect === effect && request.repeated);

/** An effect that never happened. */
export function adviceOnLoss(effect: string, run: Run): string {
  if (wasAsked(effect, run)) {
    return "Somebody asked for it, and the service knew the key and did nothing. Which earlier request had that key?";
  }
  const struck = run.entries.some(({ entry }) => entry === "fault");
  const cursors = movesCursors(run);
  if (!struck && cursors) return "Which line was to do it, and why did the job not come there?";
  if (!struck) return "Which line was to do it, or to enqueue the job that does it?";
  return `Find the execution that passed over it. What did ${cursors ? "the cursor say was" : "it take for"} done, and was it?`;
}

/** An effect that nobody asked for. */
export const adviceOnSurplus = (effect: string, run: Run): string =>
  jobOf(effect, run) === jobsIn(run)[0]
    ? "Which line does this, and where does it get what it works on?"
    : "Which job did it, who enqueued that job, and when?";

/** An effect that is worth something else. */
export const adviceOnAmount = (run: Run): string =>
  run.entries.some(({ entry }) => entry === "fault")
    ? "Where does the amount come from? What has it lost when an execution begins in the middle?"
    : "Where does the amount come from, and in which unit is it?";

/** Work that was done again. */
export const adviceOnRedone = (run: Run): string =>
  movesCursors(run)
    ? "Look at where the later execution began. Where did it get that place from?"
    : "Which line asked again, and what had been saved when that execution began?";

/** The names of the jobs of a run, in the order in which they were first performed. */
export const jobsIn = ({ entries }: Run): readonly string[] => [
  ...new Set(entries.flatMap((entry) => (entry.entry === "event" ? [entry.job.name] : []))),
];

/** The job that had an effect first. */
function jobOf(effect: string, { entries }: Run): string | undefined {
  const jobByWorker = new Map<number, string>();
  for (const entry of entries) {
    if (entry.entry === "event") jobByWorker.set(entry.worker, entry.job.name);
    if (entry.entry === "point" && entry.kind === "effect" && entry.name === effect)
      return jobByWorker.get(entry.worker);
  }
  return undefined;
}

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
