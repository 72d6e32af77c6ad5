// The signal of one execution: aborted when its worker is to stop, its time is over, or its lease has run out.
import { Interrupt, LeaseLostError } from "./errors.ts";
import type { Host } from "./host.ts";

/** What a signal has to know of its execution. */
export interface Signalled {
  readonly host: Host;
  readonly jobId: string;
  /** Where the job is, in words. */
  describe(): string;
  /** When its runtime is over, and when its lease runs out: milliseconds of the host's clock. */
  readonly endsAt: number;
  readonly leasedUntil: number;
}

/** Made when a job first asks for its signal: most never do, and making one costs as much as a small job. */
export class StopSignal {
  readonly #execution: Signalled;
  #controller: AbortController | undefined;
  readonly #cancels: (() => void)[] = [];

  constructor(execution: Signalled) {
    this.#execution = execution;
  }

  get signal(): AbortSignal {
    return (this.#controller ??= this.#make()).signal;
  }

  /** The error with which the signal was aborted; undefined as long as it was not. */
  get reason(): Interrupt | LeaseLostError | undefined {
    return this.#controller?.signal.reason as Interrupt | LeaseLostError | undefined;
  }

  /** The execution has ended: nobody is to be told any more. */
  end(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
  }

  #make(): AbortController {
    const { host, endsAt } = this.#execution;
    const controller = new AbortController();
    this.#controller = controller;
    if (host.stopping) this.#interrupt("stopping");
    else {
      this.#cancels.push(host.onceStopping(() => this.#interrupt("stopping")));
      if (endsAt < Infinity) this.#at(endsAt, () => this.#interrupt("max_runtime_exceeded"));
      this.#watchLease();
    }
    return controller;
  }

  /** A lease may have been renewed meanwhile: then it is looked at again when that one runs out. */
  #watchLease(): void {
    this.#at(this.#execution.leasedUntil, () => {
      const { host, leasedUntil, jobId } = this.#execution;
      if (host.clock.now() < leasedUntil) this.#watchLease();
      else this.#abort(new LeaseLostError(jobId));
    });
  }

  #at(time: number, callback: () => void): void {
    const { clock } = this.#execution.host;
    this.#cancels.push(clock.after(Math.max(0, time - clock.now()), callback));
  }

  #interrupt(reason: string): void {
    this.#abort(new Interrupt(this.#execution.describe(), reason));
  }

  /** A killed worker's job is not to be woken. */
  #abort(reason: Interrupt | LeaseLostError): void {
    if (this.#execution.host.killed) return;
    this.end();
    this.#controller?.abort(reason);
  }
}

/** Whether an error is this reason or was caused by it, as that of an aborted `sleep` or `fetch`. */
export function stemsFrom(error: unknown, reason: Error | undefined): boolean {
  if (!reason) return false;
  let cause = error;
  for (let depth = 0; depth < mostCauses && cause instanceof Error; depth += 1) {
    if (cause === reason) return true;
    cause = cause.cause;
  }
  return false;
}

const mostCauses = 8;
