// The errors of the engine: one sentence says what was seen and what was expected, the next what to do.
import type { Json } from "./json.ts";

/** Base of every error that the engine raises. */
export class JobError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/**
 * Not a failure: the request to end this execution at a checkpoint. The job goes back to the queue with its progress.
 * Let it pass through your own `catch` blocks: `if (error instanceof Interrupt) throw error;`
 */
export class Interrupt extends Error {
  /** Why the job was interrupted: "stopping", "isolating", or the worker's own reason. */
  readonly reason: string;
  /** How long the job itself asked to wait, in milliseconds. */
  readonly wait: number | undefined;

  constructor(description: string, reason: string, wait?: number) {
    // No stack: what matters is in the words, and taking one costs as much as the rest of a short execution.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`Interrupted ${description} (${reason})`);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = "Interrupt";
    this.reason = reason;
    this.wait = wait;
  }
}

/** Raised when a value would not survive the trip through JSON. */
export class NotJsonError extends JobError {
  readonly place: string;
  readonly found: string;

  constructor(place: string, found: string) {
    super(
      `Cannot store ${place}: found ${found}, which JSON would lose or change. ` +
        "Use strings, finite numbers, booleans, null, arrays and plain objects; write a date as a string.",
    );
    this.place = place;
    this.found = found;
  }
}

/** Raised when enqueue is given a wait, a time, a priority, a queue or a key that makes no sense. */
export class EnqueueOptionError extends JobError {}

/** Raised when a key that belongs to one kind of job is used for another: one of the two would be dropped in silence. */
export class KeyReusedError extends JobError {
  constructor(key: string, first: string, name: string) {
    super(
      `Key '${key}' belongs to a job '${first}', and job '${name}' was to be enqueued under it. ` +
        "Begin each key with what it is for, such as 'charge:17' and 'receipt:17'.",
    );
  }
}

/** Raised when a job enqueues another one without a key. */
export class MissingKeyError extends JobError {
  constructor(name: string) {
    super(
      `job.enqueue needs a key for job '${name}': this line runs again after a crash, and the key makes the second time ` +
        'harmless. Write job.enqueue(job, args, { key: "…" }), with a key built from what the job is about.',
    );
  }
}

/** Raised when `job.enqueue` was given a request, which already has its job and its arguments. */
export class RequestGivenError extends JobError {
  constructor(name: string) {
    super(
      `job.enqueue was given a request for job '${name}'. Leave out jobRequest, and write the parts side by side: ` +
        'job.enqueue(job, args, { key: "…" }).',
    );
  }
}

/** Raised when `followUps` returns something else than a list of job requests. */
export class FollowUpError extends JobError {
  constructor(name: string, found: string) {
    super(
      `followUps of job '${name}' ${found}. Return a list: [jobRequest(definition, args)], or [] when nothing follows.`,
    );
  }
}

/** Raised when a job definition is incomplete, or when two have the same name. */
export class JobDefinitionError extends JobError {}

/** Raised when a worker leases a job whose name it does not know. */
export class UnknownJobError extends JobError {
  constructor(name: string, known: readonly string[]) {
    const list = known.length > 0 ? known.map((one) => `'${one}'`).join(", ") : "none";
    super(
      `No job named '${name}' is known to this worker; it knows ${list}. ` +
        "Add its definition to the worker's jobs, and keep the name of a job when you rename its code.",
    );
  }
}

/** Raised when a lease ran out and the job may belong to another worker: this execution must not write any more. */
export class LeaseLostError extends JobError {
  constructor(jobId: string) {
    super(
      `The lease on job ${jobId} was lost: it ran out, or another worker has taken the job. ` +
        "Make the time between two checkpoints shorter than the lease, or the lease longer.",
    );
  }
}

/** Base of the errors about steps and cursors. They never count as progress and are never resumed, as in Rails. */
export class ContinuationError extends JobError {}

/** Raised when a step has no usable name. */
export class StepNameError extends ContinuationError {
  constructor(found: unknown) {
    super(
      `A step needs a name, a string that is not empty; found ${describeValue(found)}. Give the step a fixed name.`,
    );
  }
}

/** Raised when a step is met twice in one execution. */
export class DuplicateStepError extends ContinuationError {
  constructor(step: string) {
    super(`Step '${step}' has already been encountered. Give each step of a job its own name.`);
  }
}

/** Raised when a step is started inside another step. */
export class NestedStepError extends ContinuationError {
  constructor(step: string, outer: string) {
    super(`Step '${step}' is nested inside step '${outer}'. Start it after '${outer}' has ended, one level up.`);
  }
}

/** Raised when a step is started while another one is still running. */
export class ConcurrentStepError extends ContinuationError {
  readonly step: string;
  readonly running: string;

  constructor(step: string, running: string) {
    super(
      `Step '${step}' was started while step '${running}' is still running. ` +
        `Write \`await job.step("${running}", …)\` and start '${step}' after it: steps run one after another.`,
    );
    this.step = step;
    this.running = running;
  }
}

/** Raised when a step or a checkpoint was called without `await`. */
export class UnawaitedCallError extends ContinuationError {
  constructor(call: string) {
    super(`${call} was called without await, so the job went on before it was done. Write \`await ${call}\`.`);
  }
}

/** Raised when calls that somebody awaits are still under way at a checkpoint, or at the end of a step or of the job. */
export class CallUnderWayError extends ContinuationError {
  constructor(call: string) {
    super(
      `${call} was still under way when the job came to a checkpoint, or to its end. ` +
        "Await what you have begun before you say how far the job is: a stop there would leave it behind.",
    );
  }
}

/** Raised when the steps of a resumed job do not come in the order in which its progress was made. */
export class StepOrderError extends ContinuationError {
  constructor(step: string, expectation: string) {
    super(
      `Step '${step}' found, expected ${expectation}. ` +
        "Keep the names and the order of steps while jobs are under way; add new steps at the end.",
    );
  }
}

/** Raised when a job ends with progress left over, in a step that it did not finish: work would be lost silently. */
export class LeftoverProgressError extends ContinuationError {
  constructor(step: string, met: boolean) {
    super(
      met
        ? `The job ended, but its step '${step}' did not: an error left it and was caught outside. ` +
            "Let the error pass, or catch it inside the step."
        : `The job ended, but it never met step '${step}', where its saved progress is. ` +
            "Bring the step back, or finish the jobs that are under way before you remove it.",
    );
  }
}

/** Raised when a step's handle is used after the step has ended. */
export class StaleStepError extends ContinuationError {
  constructor(step: string, call: string) {
    super(
      `${call} was called after step '${step}' had ended. ` +
        "Use the handle only inside the body of its own step, and await everything in there.",
    );
  }
}

/** Raised when the job itself is used after its execution has ended. */
export class StaleJobError extends ContinuationError {
  constructor(call: string) {
    super(`${call} was called after the execution had ended. Await everything that the job starts.`);
  }
}

/** Raised when `advance` does not know which cursor comes next. */
export class UnadvanceableCursorError extends ContinuationError {
  constructor(step: string, from: Json | undefined) {
    super(
      `Step '${step}' cannot advance from ${describeValue(from)}: only a whole number has a next one. ` +
        "Give `advance({ from: id })` a whole number, or name the new cursor yourself with `set(cursor)`.",
    );
  }
}

/** Raised when a job went on, or returned, after it had caught the Interrupt that asked it to end. */
export class InterruptSwallowedError extends ContinuationError {
  constructor(where: string) {
    super(
      `The job caught the Interrupt that was raised ${where} and went on. ` +
        "Begin the catch block with `if (error instanceof Interrupt) throw error;`.",
    );
  }
}

/** Raised when a job has been resumed as often as its definition allows: after stop requests, or after errors. */
export class ResumeLimitError extends ContinuationError {
  constructor(budget: "maxResumptions" | "maxErrorResumptions", limit: number, cause: Error) {
    const mend =
      budget === "maxResumptions"
        ? "Raise maxResumptions, or let an execution do more work before it is interrupted."
        : `Mend its last error (${cause.name}: ${cause.message}), or raise maxErrorResumptions.`;
    super(`Job was resumed a maximum of ${limit} times. ${mend}`, { cause });
  }
}

/** Raised when execution after execution of a job has ended with its process. */
export class CrashLimitError extends JobError {
  constructor(limit: number) {
    super(
      `More than ${limit} executions in a row have ended with their process, without a word. ` +
        "Find out what kills it, such as too little memory; then retry the job from the dead letters.",
    );
  }
}

/** Raised when a function that a definition gives for the end of a job, such as `afterDiscard`, raises an error itself. */
export class CallbackError extends JobError {
  /** What the function raised, and the error that it was called for. */
  readonly errors: readonly Error[];

  constructor(job: string, callback: string, raised: Error, original: Error) {
    super(
      `${callback} of job '${job}' raised ${raised.name}: ${raised.message}. It was called for ` +
        `${original.name}: ${original.message}. Mend ${callback}; then retry the job from the dead letters.`,
      { cause: original },
    );
    this.errors = [raised, original];
  }
}

/** Raised when `job.interrupt` is given a wait that makes no sense. */
export class InterruptOptionError extends JobError {
  constructor(reason: string, wait: unknown) {
    super(
      `job.interrupt("${reason}", …) was given wait ${describeValue(wait)}. Give milliseconds, 0 or more, or leave it out.`,
    );
  }
}

/** Raised when two calls that come one after the other are made at the same time. */
export class ConcurrentCallError extends ContinuationError {
  constructor(call: string) {
    super(
      `${call} was called while an earlier call of its kind was still under way. ` +
        "Await one before you make the next: a cursor has one value at a time.",
    );
  }
}

/** Raised when a job went back to the queue again and again and none of its executions moved it on. */
export class NoProgressError extends ContinuationError {
  constructor(limit: number, cause: unknown) {
    super(
      `The job was resumed ${limit} times in a row without any progress. ` +
        "Do at least one piece of work before the first checkpoint, or raise maxResumptionsWithoutProgress.",
      { cause },
    );
  }
}

/** Raised when an attribute has no usable name. */
export class AttributeError extends JobError {
  constructor(found: unknown) {
    super(
      `An attribute needs a name, a string that is not empty and does not begin with $; found ${describeValue(found)}.`,
    );
  }
}

/** Raised when the value of an attribute is changed in place: nobody would keep the change. */
export class AttributeChangedError extends JobError {
  constructor(name: string, isList: boolean) {
    const mend = isList ? "list.value = [...list.value, item]" : "entry.value = { ...entry.value, field }";
    super(`The value of attribute '${name}' was changed in place, and would not be kept. Set a new one: \`${mend}\`.`);
  }
}

/** A value as words for a message: short, and never empty. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing (undefined)";
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return `${value}n`;
  try {
    return JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    return "an object that cannot be written as JSON";
  }
}

/** What was thrown, as an error: whatever it is, even something that cannot be made a text. */
export function asError(thrown: unknown, who = "It"): Error {
  let words = "an object without words";
  try {
    if (thrown instanceof Error) return thrown;
    words = String(thrown);
  } catch {
    // It has no prototype, its toString raises an error, or it is a revoked proxy.
  }
  return new Error(`${who} threw ${words}`, { cause: thrown });
}
