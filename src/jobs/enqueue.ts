// From a definition and its arguments to a job in a queue.
import type { JobDefinition } from "./definition.ts";
import { describeValue, EnqueueOptionError, FollowUpError, JobDefinitionError } from "./errors.ts";
import { copyJson, type Json } from "./json.ts";
import type { Progress } from "./progress.ts";
import type { Enqueued, Enqueuer, JobRequest } from "./queue.ts";

export interface EnqueueOptions {
  /** Run after so many milliseconds. */
  readonly wait?: number;
  /** Run at this time, in milliseconds of the queue's clock. */
  readonly at?: number;
  /** Another queue than the definition's. */
  readonly queue?: string;
  /** Another priority than the definition's: a whole number, lower goes first. */
  readonly priority?: number;
  /** A second job with the same key is not enqueued. */
  readonly key?: string;
  /** Progress to begin with, as if an earlier execution had made it. */
  readonly progress?: Progress;
}

/**
 * Puts a job on a queue.
 *
 * @example await enqueue(queue, chargeOrders, { day: "2026-11-22" }, { wait: minutes(5) });
 * @returns the id of the job, or of the one that was enqueued under the same key before, and which of the two it is
 * @throws NotJsonError when the arguments would not survive JSON; EnqueueOptionError when an option makes no sense;
 *   KeyReusedError when the key belongs to a job of another name
 */
export async function enqueue<Args extends Json>(
  queue: Enqueuer,
  definition: JobDefinition<Args, never>,
  args: NoInfer<Args>,
  options: EnqueueOptions = {},
): Promise<Enqueued> {
  const [enqueued] = await queue.enqueue([jobRequest(definition, args, options)]);
  return enqueued as Enqueued;
}

/**
 * Describes a job to be enqueued, for `queue.enqueue([...])` in bulk and for a definition's `followUps`.
 *
 * @throws NotJsonError, EnqueueOptionError as `enqueue`; JobDefinitionError when this is no definition
 */
export function jobRequest<Args extends Json>(
  definition: JobDefinition<Args, never>,
  args: NoInfer<Args>,
  options: EnqueueOptions = {},
): JobRequest {
  refuseOther(definition);
  refuseUnknown(definition.name, options);
  const { wait, at, key, progress } = options;
  const queue = options.queue ?? chosen(definition.queue, args);
  const priority = options.priority ?? chosen(definition.priority, args);
  checkTime(definition.name, wait, at);
  if (queue === "") throw refusal(definition.name, "an empty queue name", "Name the queue, or leave the option out.");
  if (!Number.isSafeInteger(priority)) {
    throw refusal(definition.name, `priority ${priority}`, "Give a whole number; lower goes first.");
  }
  if (key !== undefined && typeof key !== "string") {
    throw refusal(definition.name, `the key ${describeValue(key)}`, "Give a text that names what the job is about.");
  }
  if (key === "") throw refusal(definition.name, "an empty key", "Build the key from what makes the job unique.");
  return {
    name: definition.name,
    args: copyJson(args, `the arguments of job '${definition.name}'`),
    queue,
    priority,
    ...(key !== undefined && { key }),
    ...(wait !== undefined && { wait }),
    ...(at !== undefined && { at }),
    ...(progress !== undefined && { progress }),
  };
}

const optionNames = ["wait", "at", "queue", "priority", "key", "progress"];

/** BullMQ says delay and jobId, others say something else: an option that is passed over would be missed much later. */
function refuseUnknown(name: string, options: EnqueueOptions): void {
  const unknown = Object.keys(options).find((option) => !optionNames.includes(option));
  if (unknown === undefined) return;
  throw refusal(name, `the option ${unknown}`, `There is no such option, but ${optionNames.join(", ")}.`);
}

/** Most people run their jobs without the type checker: anything may stand where a job belongs. */
function refuseOther(definition: Partial<JobDefinition<never, never>> | undefined | null): void {
  if (typeof definition?.name === "string" && typeof definition.perform === "function") return;
  throw new JobDefinitionError(
    `${describeValue(definition)} is no job. Where a job belongs, put what defineJob or defineIteration returns.`,
  );
}

/**
 * Checks what a definition's `followUps` has returned: people run their jobs without the type checker, too.
 *
 * @throws FollowUpError when it is no list of job requests
 */
export function checkFollowUps(name: string, found: unknown): readonly JobRequest[] {
  if (!Array.isArray(found)) throw new FollowUpError(name, `returned ${shown(found)}, not a list`);
  for (const [index, request] of found.entries()) {
    if (isRequest(request)) continue;
    throw new FollowUpError(name, `returned ${shown(request)} at place ${index + 1} of its list, not a request`);
  }
  return found as readonly JobRequest[];
}

/** Whether this is what `jobRequest` has made. */
export const isRequest = (value: Partial<JobRequest> | undefined | null): boolean =>
  typeof value?.name === "string" && typeof value.queue === "string" && "args" in value;

function shown(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if ("perform" in value) return `the job '${String((value as { readonly name?: unknown }).name)}' itself`;
  return "queue" in value ? "one request" : "an object";
}

function checkTime(name: string, wait: number | undefined, at: number | undefined): void {
  if (wait !== undefined && at !== undefined) throw refusal(name, "both wait and at", "Give one of them.");
  if (wait !== undefined && !(Number.isFinite(wait) && wait >= 0)) {
    throw refusal(name, `wait ${String(wait)}`, "Give milliseconds, 0 or more.");
  }
  if (at !== undefined && !(Number.isFinite(at) && at >= 0)) {
    throw refusal(name, `at ${String(at)}`, "Give a time in milliseconds.");
  }
}

const refusal = (name: string, found: string, mend: string) =>
  new EnqueueOptionError(`Cannot enqueue job '${name}' with ${found}. ${mend}`);

const chosen = <Value extends string | number, Args>(choice: Value | ((args: Args) => Value), args: Args): Value =>
  typeof choice === "function" ? choice(args) : choice;
