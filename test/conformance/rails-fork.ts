// What a rule may ask of the place where a run of ours and the recorded run of Rails part.
import type { Divergence } from "./compare.ts";
import { standingAfter } from "./continuation-laws.ts";
import type { ContinuationJob, Operation } from "./continuation-language.ts";
import type { ContinuationObserved } from "./continuation-run.ts";
import type { EngineCall } from "./continuation-operations.ts";
import type { RecordedEvent, RecordedRun } from "./recording.ts";

/** Where a run of ours and the recorded one part. */
export interface RailsFork extends Divergence {
  readonly job: ContinuationJob;
  readonly recorded: RecordedRun;
  readonly observed: ContinuationObserved;
}

/** What the job had last called when ours came to the fork, if it was this. */
export function callAt({ observed, index }: RailsFork, name: EngineCall["name"]): EngineCall | undefined {
  const call = observed.calls[index];
  return call?.name === name ? call : undefined;
}

/** The events of the last execution. */
const executionOf = (before: readonly RecordedEvent[]) => after(before, "execution");

/** The events up to the end of the execution. */
export function executionAt(rest: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const end = rest.findIndex(({ event }) => event === "execution" || event === "backend_retry");
  return end < 0 ? rest : rest.slice(0, end);
}

export const after = (events: readonly RecordedEvent[], name: string): readonly RecordedEvent[] =>
  events.slice(events.findLastIndex(({ event }) => event === name) + 1);

export const isCheck = (event: RecordedEvent | undefined): boolean => event?.event === "check";

export const classOf = (event: RecordedEvent | undefined): string | undefined =>
  (event?.["error"] as { readonly class?: string } | undefined)?.class;

export const isRaisedBy = (event: RecordedEvent | undefined, className: string): boolean =>
  event !== undefined && ["step_failed", "raised"].includes(event.event) && classOf(event) === className;

export const isRescueOf = (event: RecordedEvent | undefined, className: string): boolean =>
  event?.event === "log" && new RegExp(`: ${className}(?:: |$)`).test(String(event["label"]));

const isAfterDiscard = ({ event, label }: RecordedEvent): boolean =>
  event === "log" && String(label).startsWith("after_discard: ");

/** Ours raises this error at the fork: in the step or out of it, perhaps into a rescue, perhaps past an ensure. */
export function isRaised({ job, ours }: RailsFork, className: string): boolean {
  const ensured = labelsOf("ensure", [...job.perform, ...(job.perform_resumed ?? [])]);
  const isPassedBy = (event: RecordedEvent) =>
    isAfterDiscard(event) || (event.event === "log" && ensured.includes(String(event["label"])));
  const first = ours.find((event) => !isPassedBy(event));
  return isRaisedBy(first, className) || isRescueOf(first, className);
}

/** Ours raises this error at the fork, in the step in which the call was made. */
export function isRefused(fork: RailsFork, className: string): boolean {
  const failed = fork.ours.find(({ event }) => event === "step_failed");
  const { inside } = fork.observed.calls[fork.index] ?? {};
  return isRaised(fork, className) && (failed === undefined || failed["step"] === inside);
}

/** The labels of all operations of a kind, however deep. */
function labelsOf(kind: "ensure" | "rescue_standard", operations: readonly Operation[]): readonly string[] {
  return operations.flatMap((operation) => [
    ...(operation.op === kind ? [operation.label] : []),
    ...("body" in operation ? labelsOf(kind, operation.body) : []),
  ]);
}

/** The first error of the continuation's own that the job has rescued in this execution. */
export function rescuedIn({ job, before }: RailsFork): string | undefined {
  const labels = labelsOf("rescue_standard", [...job.perform, ...(job.perform_resumed ?? [])]);
  for (const { event, label } of executionOf(before)) {
    const [, rescue, className] = /^(.*): (Continuation::\w+)$/.exec(String(label)) ?? [];
    if (event === "log" && className !== undefined && labels.includes(rescue ?? "")) return className;
  }
  return undefined;
}

export const endsWithLeftovers = (fork: RailsFork): boolean =>
  fork.theirs[0]?.event === "job_completed" && isRaised(fork, "LeftoverProgressError");

const withoutLogs = (events: readonly RecordedEvent[]) => events.filter(({ event }) => event !== "log");

/** What ends the execution, when the job is to be resumed if its budget allows. */
export function stopOf(before: readonly RecordedEvent[]): "stop" | "isolating" | "error" | undefined {
  const execution = executionOf(before);
  const interrupted = execution.findLast(({ event }) => event === "interrupted");
  if (interrupted) return interrupted["reason"] === "isolating" ? "isolating" : "stop";
  return execution.some(({ event }) => event === "raising") ? "error" : undefined;
}

/** Ours goes back to the queue to be resumed: after an interruption, or after an error when something was done before it. */
export function isResumption(fork: RailsFork): boolean {
  const { resume_options: options = { wait: 5 }, resume_errors_after_advancing: resumes } = fork.job.options ?? {};
  const reason = stopOf(fork.before);
  if (reason === undefined) return false;
  if (reason === "error" && (resumes === false || !standingAfter(fork.before).advanced)) return false;
  const [first] = fork.ours;
  if (first?.event === "enqueued") return first["delay"] === options.wait;
  return first?.event === "enqueue_retry" && first["error"] === undefined && first["wait"] === options.wait;
}

/** Theirs has resumed so often that it may not once more, and so gives up, or leaves it to the rules about errors. */
export function meetsTheLimit({ job, before, theirs }: RailsFork): boolean {
  const { max_resumptions: limit } = job.options ?? {};
  if (limit === undefined || standingAfter(before).resumptions < limit) return false;
  const [first] = withoutLogs(theirs);
  if (first?.event === "raised") return classOf(first) === "Continuation::ResumeLimitError";
  // The limit was met because of an error, and Active Job's rules look at the causes of errors.
  return stopOf(before) === "error" && isHandled(theirs);
}

const isHandled = (theirs: readonly RecordedEvent[]): boolean => {
  const decision = executionAt(theirs).find(({ event }) =>
    ["enqueue_retry", "retry_stopped", "discarded"].includes(event),
  );
  return classOf(decision) === "AppError";
};

/** How many executions went back to the queue because somebody asked them to stop. */
export const stopsIn = (events: readonly RecordedEvent[]): number =>
  executionsOf(events).filter(
    (execution) => execution.some(({ event }) => event === "enqueued") && stopOf(execution) === "stop",
  ).length;

/** How many executions went back to the queue by retry_on. */
export const retriesIn = (events: readonly RecordedEvent[]): number =>
  events.filter((event) => event.event === "enqueue_retry" && classOf(event) === "AppError").length;

function executionsOf(events: readonly RecordedEvent[]): readonly (readonly RecordedEvent[])[] {
  const starts = events.flatMap(({ event }, index) => (event === "execution" ? [index] : []));
  return starts.map((start, at) => events.slice(start, starts[at + 1]));
}

/** Ours goes back to the queue by retry_on. */
export function isRetry({ job, before, ours }: RailsFork): boolean {
  const hasFailed = executionOf(before).some(({ event }) => event === "raising");
  return hasFailed && ours[0]?.event === "enqueued" && ours[0]["delay"] === job.options?.retry_on?.wait;
}

export const givesUp = (theirs: readonly RecordedEvent[]): boolean => {
  const [first] = withoutLogs(theirs);
  return (first?.event === "retry_stopped" || first?.event === "raised") && classOf(first) === "AppError";
};

/** Theirs raises Ruby's error about the parameters of a step method: an ordinary error, so progress resumes the job. */
export function refusesMethod({ job, before, theirs }: RailsFork): boolean {
  const { max_resumptions: limit = Infinity } = job.options ?? {};
  const { advanced, resumptions } = standingAfter(before);
  const first = theirs.find((event) => !isAfterDiscard(event));
  switch (first?.event) {
    case "raised": {
      const { message } = (first["error"] ?? {}) as { readonly message?: unknown };
      if (classOf(first) === "ArgumentError") return String(message).startsWith("Step method");
      return classOf(first) === "Continuation::ResumeLimitError" && advanced && resumptions >= limit;
    }
    case "enqueued":
      return advanced && resumptions < limit;
    default:
      return isRescueOf(first, "ArgumentError");
  }
}
