// A lease as its holder keeps it: for how long it lasts by the holder's own clock, and when to renew it.
import type { Host } from "./host.ts";
import type { Lease, QueuedJob } from "./queue.ts";

export class HeldLease {
  readonly lease: Lease;
  readonly #host: Host;
  #until: number;

  /** @param askedAt when it was asked for: milliseconds of the host's clock */
  constructor(host: Host, lease: Lease, askedAt: number) {
    this.#host = host;
    this.lease = lease;
    this.#until = askedAt + host.leaseMs;
  }

  get job(): QueuedJob {
    return this.lease.job;
  }

  /** When it runs out, as far as its holder knows: milliseconds of the host's clock. */
  get until(): number {
    return this.#until;
  }

  /** Whether half of its time has gone by. */
  get wantsRenewal(): boolean {
    return this.#host.clock.now() >= this.#until - this.#host.leaseMs / 2;
  }

  /**
   * A heartbeat that comes with progress: a job that hangs must lose its lease.
   *
   * @throws LeaseLostError
   */
  async renew(): Promise<void> {
    const { queue, clock, leaseMs } = this.#host;
    // From before the call: the queue may have counted from any moment since.
    const asked = clock.now();
    await this.#host.outside(() => queue.renew(this.lease, leaseMs));
    this.#until = asked + leaseMs;
  }
}
