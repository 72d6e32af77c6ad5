// The time of one process: the virtual clock as a date, and as the milliseconds that the process has been alive.
import type { Clock } from "#jobs";

export interface ProcessTime {
  /** Begins at 0, which is eight in the morning of the day on which all stories here are told. */
  readonly clock: Clock;
  /** Called whenever code looks at the time. */
  timeRead(): void;
  /** Called whenever code starts a timer. */
  timerSet(): void;
  /** Called with an error that a timer's callback has raised: it ends a process. */
  uncaught(error: unknown): void;
}

/** Moment 0 of the clock. */
export const MOMENT_ZERO = Date.UTC(2026, 10, 22, 8);

export class VirtualTime {
  readonly origin: number;
  readonly #time: ProcessTime;

  constructor(time: ProcessTime) {
    this.#time = time;
    this.origin = time.clock.now();
  }

  /** Milliseconds since 1970. */
  date(): number {
    this.#time.timeRead();
    return MOMENT_ZERO + this.#time.clock.now();
  }

  /** Milliseconds since the process began. */
  age(): number {
    this.#time.timeRead();
    return this.#time.clock.now() - this.origin;
  }

  /** @returns calls it off */
  after(ms: number, callback: () => void): () => void {
    this.#time.timeRead();
    this.#time.timerSet();
    return this.#time.clock.after(ms, callback);
  }

  /** Nobody has caught this error. */
  uncaught(error: unknown): void {
    this.#time.uncaught(error);
  }

  /** The same moment for ever; its timers never fire and nobody is told. */
  standingStill(): ProcessTime {
    const { origin } = this;
    return { clock: { now: () => origin, after: () => () => {} }, timeRead() {}, timerSet() {}, uncaught() {} };
  }
}
