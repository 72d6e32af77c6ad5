// What a job is: a name that stays, where it waits, and the code that performs it.
import { describeValue, JobDefinitionError } from "./errors.ts";
import type { Job } from "./job.ts";
import type { Json } from "./json.ts";
import { checkRules, type FailureRules } from "./failure-rules.ts";
import type { JobRequest } from "./queue.ts";

export interface JobOptions<Args extends Json, Services> extends FailureRules<Args> {
  /** Names the job in the queue. Choose it once: jobs that wait are found by it, so it outlives the code. */
  readonly name: string;
  /** The queue it waits in, fixed or chosen from the arguments. Default: "default". */
  readonly queue?: string | ((args: Args) => string);
  /** A whole number, lower goes first; fixed or chosen from the arguments. Default: 0. */
  readonly priority?: number | ((args: Args) => number);
  /**
   * Performs the job. It may run more than once: after an interruption it begins again at the top, finished steps are
   * skipped. What survives is `args`, the steps' cursors, and what the services keep.
   */
  perform(args: Args, job: Job, services: Services): Promise<void>;
  /**
   * Jobs to enqueue when this one has succeeded, in the same write that acknowledges it; none when it fails. Like code
   * outside steps it may run again after a crash, so it only reads.
   */
  readonly followUps?: FollowUps<Args, Services>;
  /** How many stop requests it may be resumed after before it fails with ResumeLimitError. Default: no limit, as in Rails. */
  readonly maxResumptions?: number;
  /** How many errors after progress it may be resumed after. Default: no limit, as in Rails. */
  readonly maxErrorResumptions?: number;
  /** How many executions in a row may go back without progress before it fails with NoProgressError. Default: 25. */
  readonly maxResumptionsWithoutProgress?: number;
  /**
   * How many executions in a row may end with their process before it fails with CrashLimitError: a job that kills its
   * process each time would do so for ever. Default: no limit.
   */
  readonly maxCrashes?: number;
  /** An execution that has run for longer, in milliseconds, ends at its next checkpoint. Default: no limit. */
  readonly maxRuntimeMs?: number;
  /** Another reason to end this job at its next checkpoint, asked at each before the worker's; undefined to go on. */
  readonly stopReason?: (job: Job) => string | undefined;
  /** How it goes back to the queue when interrupted. Default: wait 5 seconds, as in Rails. */
  readonly resume?: { readonly wait?: number; readonly queue?: string; readonly priority?: number };
  /** Whether an error after progress resumes the job instead of failing it. Default: true, as in Rails. */
  readonly resumeErrorsAfterAdvancing?: boolean;
}

/** Says what is to follow: known from the arguments, or found out from what the job and the services know. */
export type FollowUps<Args, Services> = (
  args: Args,
  job: Job,
  services: Services,
) => readonly JobRequest[] | Promise<readonly JobRequest[]>;

/** A job definition, ready for `enqueue` and for a worker. */
export interface JobDefinition<Args extends Json, Services = unknown> extends FailureRules<Args> {
  readonly name: string;
  readonly queue: string | ((args: Args) => string);
  readonly priority: number | ((args: Args) => number);
  readonly perform: (args: Args, job: Job, services: Services) => Promise<void>;
  readonly followUps: FollowUps<Args, Services>;
  readonly maxResumptions: number;
  readonly maxErrorResumptions: number;
  readonly maxResumptionsWithoutProgress: number;
  readonly maxCrashes: number;
  readonly maxRuntimeMs: number;
  readonly stopReason?: (job: Job) => string | undefined;
  readonly resume: { readonly wait?: number; readonly queue?: string; readonly priority?: number };
  readonly resumeErrorsAfterAdvancing: boolean;
}

/** Any definition that can be performed with these services, whatever its arguments. */
export type AnyJobDefinition<Services> = JobDefinition<never, Services>;

/**
 * Defines a job. Argument, cursor and service types follow from the annotations in `perform`.
 *
 * @example
 * const sendReceipt = defineJob({
 *   name: "send_receipt",
 *   async perform({ orderId }: { orderId: number }, job, shop: Shop) { … },
 * });
 * @throws JobDefinitionError when the name is empty or a number makes no sense
 */
export function defineJob<Args extends Json, Services = unknown>(
  options: JobOptions<Args, Services>,
): JobDefinition<Args, Services> {
  const { name, resume = { wait: 5_000 }, discardOn, rescueFrom, retryOn, afterDiscard } = options;
  const limits = {
    maxResumptions: options.maxResumptions ?? Infinity,
    maxErrorResumptions: options.maxErrorResumptions ?? Infinity,
    maxResumptionsWithoutProgress: options.maxResumptionsWithoutProgress ?? 25,
    maxCrashes: options.maxCrashes ?? Infinity,
    maxRuntimeMs: options.maxRuntimeMs ?? Infinity,
  };
  if (typeof name !== "string" || name.trim() === "") {
    throw new JobDefinitionError('A job needs a name that is not empty, such as name: "send_receipt".');
  }
  for (const [limit, value] of Object.entries(limits)) {
    if (value >= 0) continue;
    throw new JobDefinitionError(`Job '${name}' has ${limit} ${value}. Give 0 or more, or leave it out.`);
  }
  for (const option of ["perform", "followUps", "stopReason", "afterDiscard"] as const) {
    const value: unknown = options[option];
    if (typeof value === "function" || (value === undefined && option !== "perform")) continue;
    throw new JobDefinitionError(
      `Job '${name}' has ${option} ${describeValue(value)}. Give a function: async ${option}(args, job, services) { … }.`,
    );
  }
  checkRules(name, options);
  if (resume.wait !== undefined && !(Number.isFinite(resume.wait) && resume.wait >= 0)) {
    throw new JobDefinitionError(`Job '${name}' resumes with wait ${resume.wait}. Give milliseconds, 0 or more.`);
  }
  return Object.freeze({
    name,
    queue: options.queue ?? "default",
    priority: options.priority ?? 0,
    perform: options.perform.bind(options),
    followUps: options.followUps ?? none,
    ...limits,
    ...(options.stopReason && { stopReason: options.stopReason }),
    ...(discardOn && { discardOn }),
    ...(rescueFrom && { rescueFrom }),
    ...(retryOn && { retryOn }),
    ...(afterDiscard && { afterDiscard }),
    resume,
    resumeErrorsAfterAdvancing: options.resumeErrorsAfterAdvancing ?? true,
  });
}

const none = (): readonly JobRequest[] => [];
