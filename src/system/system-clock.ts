// The clock of the machine, for workers that are real.
import type { Clock } from "#jobs";

// A timer of Node takes no longer delay; a longer one would fire at once.
const longestTimerMs = 2 ** 31 - 1;
// The event loop turns at least so often, so that signals, timers and sockets are heard.
const turnEveryMs = 5;

export class SystemClock implements Clock {
  #turnedAt = performance.now();

  /** Milliseconds since 1970 as this process counts them: it goes on evenly when somebody sets the machine's clock. */
  now(): number {
    return performance.timeOrigin + performance.now();
  }

  /** A process goes on for as long as something is to be called back. */
  after(ms: number, callback: () => void): () => void {
    const until = performance.now() + ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = until - performance.now();
      timer = setTimeout(left > longestTimerMs ? wait : callback, Math.min(left, longestTimerMs));
    };
    wait();
    return () => clearTimeout(timer);
  }

  turn(): Promise<void> | undefined {
    if (performance.now() - this.#turnedAt < turnEveryMs) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#turnedAt = performance.now();
        resolve();
      });
    });
  }
}
