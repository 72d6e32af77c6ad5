// A lease as its holder keeps it: for how long it lasts by the holder's own clock, and when to renew it.
import { asError, LeaseLostError } from "./errors.ts";
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
   * @throws LeaseLostError; what the queue raises once the lease has run out
   */
  async renew(): Promise<void> {
    const { queue, clock, leaseMs } = this.#host;
    // From before the call: the queue may have counted from any moment since.
    const asked = clock.now();
    try {
      await this.#host.outside(() => queue.renew(this.lease, leaseMs));
    } catch (error) {
      // While the lease lasts, a queue that is away for a moment costs nothing: the next checkpoint asks again.
      if (error instanceof LeaseLostError || clock.now() >= this.#until) throw error;
      this.#host.report({ kind: "outside_failed", error: asError(error), retryInMs: this.#until - clock.now() });
      return;
    }
    this.#until = asked + leaseMs;
  }
}
