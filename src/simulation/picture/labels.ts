// What an execution is called in a picture: by its number, and by its job where there are several.
import type { QueuedJob } from "#jobs";

/** Stands for other people in the place of a worker's number: workers are counted from 1. */
export const noWorker = 0;

/** Names an execution of a job by its worker process when it never came to the job. */
export type LabelOf = (job: QueuedJob | undefined, worker: number) => string;

/**
 * Finds labels that tell the executions of a run apart: "execution 2", "send_receipt 1", or "send_receipt #2 1" for the
 * second of two jobs with the same name.
 */
export function labels(jobs: readonly (QueuedJob | undefined)[]): LabelOf {
  const idsByName = new Map<string, string[]>();
  for (const job of jobs) {
    if (!job) continue;
    const ids = idsByName.get(job.name) ?? [];
    if (!ids.includes(job.id)) idsByName.set(job.name, [...ids, job.id]);
  }
  const several = [...idsByName.values()].flat().length > 1;
  return (job, worker) => {
    if (!job) return worker === noWorker ? "meanwhile" : `worker ${worker}`;
    if (!several) return `execution ${job.executions}`;
    const ids = idsByName.get(job.name) ?? [];
    const which = ids.length > 1 ? ` #${ids.indexOf(job.id) + 1}` : "";
    return `${job.name}${which} ${job.executions}`;
  };
}
