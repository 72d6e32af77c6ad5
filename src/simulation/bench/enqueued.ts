// Assertions about what is enqueued and what was performed, for tests of your own jobs.
import { type AnyJobDefinition, type Json, type QueuedJob, sameJson } from "#jobs";
import type { JobBench } from "./job-bench.ts";

/** What a job must look like; what is left out may be anything. */
export interface ExpectedJob {
  readonly args?: Json;
  readonly queue?: string;
  /** When it may run, in milliseconds of the bench's clock. */
  readonly at?: number;
  readonly priority?: number;
}

/**
 * Checks that a job is enqueued.
 *
 * @example await assertEnqueued(bench, sendReceipt, { args: { orderId: 7 }, queue: "mailers", at: minutes(5) });
 * @returns the job
 * @throws Error that lists what is enqueued instead
 */
export async function assertEnqueued<Services>(
  bench: JobBench<Services>,
  definition: AnyJobDefinition<Services>,
  expected: ExpectedJob = {},
): Promise<QueuedJob> {
  return find("enqueued", await bench.queue.jobs(), definition.name, expected);
}

/**
 * Checks that nothing is enqueued, or no job of one definition.
 *
 * @example await assertNoneEnqueued(bench, sendReceipt);
 */
export async function assertNoneEnqueued<Services>(
  bench: JobBench<Services>,
  definition?: AnyJobDefinition<Services>,
): Promise<void> {
  const jobs = await bench.queue.jobs();
  const found = jobs.filter(({ name }) => !definition || name === definition.name);
  if (found.length > 0) throw new Error(`Expected that no such job is enqueued, found ${list(found)}.`);
}

/**
 * Checks that a job was performed to its end.
 *
 * @example assertPerformed(bench, sendReceipt, { args: { orderId: 7 } });
 * @returns the job
 * @throws Error that lists what was performed instead
 */
export function assertPerformed<Services>(
  bench: JobBench<Services>,
  definition: AnyJobDefinition<Services>,
  expected: ExpectedJob = {},
): QueuedJob {
  return find("performed", bench.performed, definition.name, expected);
}

function find(state: string, jobs: readonly QueuedJob[], name: string, expected: ExpectedJob): QueuedJob {
  const found = jobs.find((job) => job.name === name && fits(job, expected));
  if (found) return found;
  const wanted = describe({ name, ...expected });
  throw new Error(`Expected ${wanted} to be ${state}; ${jobs.length === 0 ? "nothing is" : `found ${list(jobs)}`}.`);
}

const fits = (job: QueuedJob, { args, queue, at, priority }: ExpectedJob): boolean =>
  (args === undefined || sameJson(args, job.args)) &&
  (queue === undefined || queue === job.queue) &&
  (at === undefined || at === job.runAt) &&
  (priority === undefined || priority === job.priority);

const list = (jobs: readonly QueuedJob[]): string =>
  jobs.map(({ name, args, queue, runAt, priority }) => describe({ name, args, queue, at: runAt, priority })).join("; ");

const describe = ({ name, args, queue, at, priority }: ExpectedJob & { readonly name: string }): string =>
  [
    `'${name}'`,
    args !== undefined && `with ${JSON.stringify(args)}`,
    queue !== undefined && `on queue '${queue}'`,
    at !== undefined && `at ${at} ms`,
    priority !== undefined && priority !== 0 && `with priority ${priority}`,
  ]
    .filter(Boolean)
    .join(" ");
