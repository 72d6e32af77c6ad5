// Builds a job definition from a scenario's job. It uses nothing that a user's own job could not use.
import { defineJob, type DiscardRule, type JobDefinition, type JobOptions, type RetryRule } from "#jobs";
import type { ContinuationJob, ContinuationOptions } from "./continuation-language.ts";
import { AppError, perform, type World } from "./continuation-operations.ts";

/** The definition that performs a scenario's job in the world of one run. */
export function continuationJob(job: ContinuationJob, world: World): JobDefinition<null> {
  const { options = {} } = job;
  const log = (label: string) => world.note({ event: "log", label });
  return defineJob<null>({
    name: "recorded_job",
    ...limits(options),
    ...rules(options, log),
    async perform(_args, context) {
      const operations = context.resumptions > 0 ? (job.perform_resumed ?? job.perform) : job.perform;
      const run = async () => await perform(operations, { job: context }, world);
      await (options.callbacks ? withCallbacks(run, log) : run());
    },
  });
}

/** Rails has callbacks for this; here a job says it in its own code. */
async function withCallbacks(run: () => Promise<void>, log: (label: string) => void): Promise<void> {
  log("before_perform");
  log("around_perform in");
  await run();
  log("around_perform out");
  log("after_perform");
}

type Limits = Pick<
  JobOptions<null, unknown>,
  "maxResumptions" | "resumeErrorsAfterAdvancing" | "resume" | "queue" | "priority"
>;

function limits({
  max_resumptions,
  resume_errors_after_advancing,
  resume_options,
  queue_as,
  priority,
}: ContinuationOptions): Limits {
  return {
    ...(max_resumptions !== undefined && { maxResumptions: max_resumptions }),
    ...(resume_errors_after_advancing !== undefined && { resumeErrorsAfterAdvancing: resume_errors_after_advancing }),
    ...(resume_options && {
      resume: { ...resume_options, ...(resume_options.wait !== undefined && { wait: inMs(resume_options.wait) }) },
    }),
    ...(queue_as !== undefined && { queue: queue_as }),
    ...(priority !== undefined && { priority }),
  };
}

function rules({ retry_on, discard_on, after_discard }: ContinuationOptions, log: (label: string) => void) {
  const retryOn: readonly RetryRule[] = retry_on
    ? [{ errors: AppError, wait: inMs(retry_on.wait), attempts: retry_on.attempts }]
    : [];
  const discardOn: readonly DiscardRule<null>[] = discard_on ? [{ errors: AppError }] : [];
  const afterDiscard = (error: Error) => log(`after_discard: ${error.message}`);
  return { retryOn, discardOn, ...(after_discard && { afterDiscard }) };
}

const inMs = (seconds: number): number => seconds * 1_000;
