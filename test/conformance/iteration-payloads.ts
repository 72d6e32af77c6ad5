// What has to be remembered of each job, because our payload says it otherwise than theirs.
import type { Noted } from "./backend.ts";
import { asReason } from "./iteration-events.ts";

interface Memory {
  /** Their `executions`, as the payload has it. */
  executions: number;
  /** The time, in milliseconds, for which the job was last scheduled. */
  scheduledAt: number | undefined;
  /** How often the present payload was executed again. */
  again: number;
}

export class Payloads {
  readonly #memories = new Map<string, Memory>();

  /** @param interruptedFor our reason for the interruption that wrote this payload; empty when there was none */
  write({ job, wait }: Noted, now: number, interruptedFor: string) {
    const memory = this.#of(job.id);
    memory.again = 0;
    if (wait !== undefined) memory.scheduledAt = now + wait;
    if (job.executions > 0) memory.executions = executionsAfter(memory.executions, interruptedFor);
    const { executions, scheduledAt } = memory;
    // Active Job keeps the time for which a job was once scheduled, and writes it down again when it is enqueued at once.
    return { executions, delay: scheduledAt === undefined ? null : (scheduledAt - now) / 1_000 };
  }

  timesAgain(id: string): number {
    return this.#of(id).again;
  }

  /** The backend executes the same payload again; returns how often it has done so. */
  again(id: string): number {
    return (this.#of(id).again += 1);
  }

  #of(id: string): Memory {
    let memory = this.#memories.get(id);
    if (!memory) this.#memories.set(id, (memory = { executions: 0, scheduledAt: undefined, again: 0 }));
    return memory;
  }
}

/**
 * Ours counts every execution, so that a lease can be told from an older one. Theirs takes one back for an interruption by
 * a stop, unless it was the first.
 */
function executionsAfter(before: number, interruptedFor: string): number {
  const counted = before + 1;
  const wasStopped = interruptedFor !== "" && asReason(interruptedFor) !== null;
  return wasStopped && counted > 1 ? counted - 1 : counted;
}
