// What a learner reads about each problem: what happened, the rule that it breaks, and what to look at next.
import {
  adviceOnAmount,
  adviceOnError,
  adviceOnLoss,
  adviceOnRedone,
  adviceOnRepeat,
  adviceOnSurplus,
  jobsIn,
} from "./advice.ts";
import { sayTime } from "../picture/say-time.ts";
import type { Run } from "../run/run.ts";
import type { Problem } from "./verdict.ts";

/** What a frame says about a problem. */
export interface Words {
  readonly happened: string;
  readonly spotlight?: readonly string[];
  readonly rule: string;
  readonly next: string;
}

const exactlyOnce = "Each effect happens exactly once, whatever happens to the worker.";

/** The words for a problem; a spec may have a rule of its own. */
export function wordsFor(problem: Problem, run: Run): Words {
  switch (problem.kind) {
    case "failed":
      return {
        happened: describeFailure(problem.error, problem.job, run),
        rule:
          problem.error.name === "UnawaitedCallError" || problem.error.name === "CallUnderWayError"
            ? "A job is done when all its work is done: everything that it starts is awaited."
            : "The job ends well, whatever happens to the worker.",
        next: adviceOnError(problem.error, run),
      };
    case "did not fail":
      return {
        happened: `The job '${problem.job}' did not fail, although it should have.`,
        rule: "A job that could not do its work fails, so that somebody hears of it.",
        next: "Was it performed at all? If it was, look for a catch or a finally, or for a rule such as discardOn, that lets the error disappear.",
      };
    case "too early":
      return {
        happened:
          `${problem.effect} happened ${sayTime(problem.waitedMs)} after ${problem.after}, ` +
          `not ${sayTime(problem.waitMs)} after it.`,
        spotlight: [problem.effect, problem.after],
        rule: "A job with a delay waits in the queue until its time has come.",
        next: "From which job does the later one follow, and which option says when it may run? `wait` counts milliseconds: minutes(5).",
      };
    case "too late":
      return {
        happened:
          `${problem.effect} happened ${sayTime(problem.waitedMs)} after ${problem.after}, ` +
          `not ${problem.waitMs === 0 ? "at once" : `${sayTime(problem.waitMs)} after it`}.`,
        spotlight: [problem.effect, problem.after],
        rule: "A job is performed when it is due: at once, or when its delay is over.",
        next: "Which job does it wait for, and which delay was it given? `wait` counts in milliseconds.",
      };
    case "too many saves":
      return {
        happened:
          `Progress was saved ${problem.saves} times for ${run.effects.length} effects, ` +
          `at most ${problem.atMost} times allowed.`,
        rule: "Each checkpoint is a write that somebody pays for.",
        next: "How many effects lie between two saves? Make it more.",
      };
    case "unfinished":
      return {
        happened: `The job did not come to an end within ${run.executions} ${run.executions === 1 ? "execution" : "executions"}.`,
        rule: "A job that is interrupted often enough still finishes: each execution moves it on.",
        next: "Compare two executions above: what did the second one know that the first did not?",
      };
    case "repeated":
      return {
        happened: `${problem.effect} happened ${timesInWords(problem.times)}.`,
        spotlight: [problem.effect],
        rule: exactlyOnce,
        next: adviceOnRepeat(problem.effect, run),
      };
    case "lost":
      return {
        happened:
          problem.times === undefined
            ? `${problem.effect} never happened${problem.others > 0 ? `, nor did ${problem.others} more` : ""}.`
            : `${problem.effect} happened ${timesInWords(problem.times)}, and ${timesInWords(problem.wanted ?? 0)} is right.`,
        rule: exactlyOnce,
        next: adviceOnLoss(problem.effect, run),
      };
    case "unexpected":
      return {
        happened: problem.insteadOf
          ? `${problem.effect} happened, and ${problem.insteadOf} did not.`
          : `${problem.effect} happened, and was not to happen.`,
        spotlight: [problem.effect],
        rule: "The job does what was asked and nothing else.",
        next: adviceOnSurplus(problem.effect, run),
      };
    case "out of order":
      return {
        happened: `${problem.effect} happened before ${problem.before}.`,
        spotlight: [problem.effect, problem.before],
        rule: "Effects come in order: a cursor means that everything before it is done.",
        next: "Look at the order in which the job does its work, and whether each call is awaited before the next begins.",
      };
    case "wrong amount":
      return {
        happened: `${problem.effect} says ${dollars(problem.cents)}, and ${dollars(problem.wanted)} is right.`,
        spotlight: [problem.effect],
        rule: "An effect says the same, however often the job was interrupted before it.",
        next: adviceOnAmount(problem, run),
      };
    case "wrong detail":
      return {
        happened:
          `The "${problem.detail}" of ${problem.effect} is ${JSON.stringify(problem.found)}, ` +
          `and ${JSON.stringify(problem.wanted)} is right.`,
        spotlight: [problem.effect],
        rule: "The job does what was asked and nothing else.",
        next: `Look at what the service is told: where does "${problem.detail}" come from?`,
      };
    case "late":
      return {
        happened:
          problem.job === "done"
            ? `${problem.effect} happened after the job had been acknowledged as done.`
            : `${problem.effect} happened after the job had gone back to the queue.`,
        spotlight: [problem.effect],
        rule: "A job is done when all its work is done: everything that it starts is awaited.",
        next:
          problem.job === "done"
            ? "Look for a call without await."
            : "Await all work before the checkpoint that it belongs to: at a checkpoint the job may end.",
      };
    case "redone":
      return {
        happened:
          `${list(problem.effects)} ${problem.effects.length === 1 ? "was" : "were"} done and asked for again ` +
          `(${problem.effects.length} redone, at most ${problem.atMost} allowed).`,
        spotlight: problem.effects,
        rule: "A job goes on where it stopped.",
        next: adviceOnRedone(problem.effects, run),
      };
    case "slow to stop":
      return {
        happened: `After SIGTERM the job went on: ${list(problem.effects)}.`,
        spotlight: problem.effects,
        rule: "A job that is asked to stop ends at its next checkpoint, and the next checkpoint is near.",
        next: "Where is the next checkpoint after SIGTERM? In a loop: when does each turn come to one?",
      };
  }
}

function describeFailure({ name, message }: Error, job: string | undefined, run: Run): string {
  const which = job === undefined || jobsIn(run).length < 2 ? "The job" : `The job '${job}'`;
  return name === "Error" ? `${which} failed: ${message}` : `${which} failed with ${name}: ${message}`;
}

const timesInWords = (times: number): string => ["never", "once", "twice"][times] ?? `${times} times`;

const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;

function list(effects: readonly string[]): string {
  const names = [...new Set(effects)].map((name) => {
    const times = effects.filter((effect) => effect === name).length;
    return times === 1 ? name : `${name} (${times} times)`;
  });
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
