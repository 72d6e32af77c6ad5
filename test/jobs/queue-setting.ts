// What the contracts of a queue's roles need: a queue whose time is virtual, and a few hands for it.
import { beforeEach } from "vitest";
import { type JobRequest, type Lease, type Progress, type Queue } from "#jobs";
import { VirtualClock } from "#simulation";

export const leaseMs = 100;
export const progress: Progress = {
  completed: ["charge"],
  current: { step: "mail", cursor: { customer: 3, order: null } },
};

export const request = (name: string, options: Partial<JobRequest> = {}): JobRequest => ({
  name,
  args: { of: name },
  queue: "default",
  priority: 0,
  ...options,
});

/** Makes an empty queue whose time comes from the clock. */
export type MakeQueue = (clock: VirtualClock) => Queue | Promise<Queue>;

/** A new queue for each test, behind one that stays. */
export function contractSetting(makeQueue: MakeQueue) {
  const now = { clock: new VirtualClock(), queue: undefined as unknown as Queue };

  beforeEach(async () => {
    now.clock = new VirtualClock();
    now.queue = await makeQueue(now.clock);
  });

  const lease = async (queues?: readonly string[]): Promise<Lease> => {
    const leased = await now.queue.lease({ leaseMs, ...(queues && { queues }) });
    if (!leased) throw new Error("No job is due.");
    return leased;
  };

  /** Leases everything that is due and gives the names in that order. */
  const leaseAll = async (queues?: readonly string[]): Promise<readonly string[]> => {
    const names: string[] = [];
    for (;;) {
      const leased = await now.queue.lease({ leaseMs, ...(queues && { queues }) });
      if (!leased) return names;
      names.push(leased.job.name);
    }
  };
  /** Enqueues a job and buries it; returns the lease that it had. */
  const bury = async (options: Partial<JobRequest> = {}): Promise<Lease> => {
    await now.queue.enqueue([request("a", options)]);
    const leased = await lease();
    now.clock.advanceTo(10);
    await now.queue.bury(leased, { error: new RangeError("too far"), progress });
    return leased;
  };
  const waiting = async (): Promise<readonly string[]> => (await now.queue.jobs()).map((job) => job.name);

  return { now, lease, leaseAll, bury, waiting };
}
