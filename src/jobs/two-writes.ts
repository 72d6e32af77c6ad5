// Follow-ups for a queue that cannot acknowledge and enqueue in one write.
import type { Enqueuer, JobRequest, Lease } from "./queue.ts";

/**
 * Acknowledges a job in two writes: its follow-ups first, then the job itself. A crash in between performs the job again and
 * enqueues the same follow-ups again; their keys make that harmless. So `acknowledge` keeps its promise as long as keys are
 * remembered for longer than a lease lasts, and as long as `followUps` gives the same list each time.
 *
 * @param writes the two writes, the second one without follow-ups
 */
export async function acknowledgeInTwoWrites(
  { enqueue, acknowledge }: Pick<Enqueuer, "enqueue"> & { readonly acknowledge: (lease: Lease) => Promise<void> },
  lease: Lease,
  followUps: readonly JobRequest[],
): Promise<void> {
  if (followUps.length > 0) await enqueue(followUps.map((request, place) => keyed(request, lease.job.id, place)));
  await acknowledge(lease);
}

/** The same request under a key of its own, made from its parent and its place in the list. */
const keyed = (request: JobRequest, parent: string, place: number): JobRequest =>
  request.key === undefined ? { ...request, key: `${parent}:follow-up ${place}` } : request;
