// The module node:timers/promises of a process.
import type { VirtualTimers } from "./virtual-timers.ts";

interface WaitOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

export class TimerPromises {
  readonly #timers: VirtualTimers;

  constructor(timers: VirtualTimers) {
    this.#timers = timers;
  }

  readonly later = <Value>(ms?: number, value?: Value, options?: WaitOptions): Promise<Value | undefined> =>
    settle(value, options, (done) => this.#timers.once(done, ms));

  readonly soon = <Value>(value?: Value, options?: WaitOptions): Promise<Value | undefined> =>
    settle(value, options, (done) => this.#timers.immediately(done));

  readonly wait = async (ms?: number, options?: WaitOptions): Promise<void> => {
    await this.later(ms, undefined, options);
  };

  readonly each = <Value>(...given: readonly [ms?: number, value?: Value, options?: WaitOptions]) =>
    this.#repeat(...given);

  async *#repeat<Value>(ms?: number, value?: Value, options?: WaitOptions): AsyncGenerator<Value | undefined> {
    for (;;) yield await this.later(ms, value, options);
  }
}

function settle<Value>(
  value: Value | undefined,
  { signal }: WaitOptions = {},
  start: (done: () => void) => { close(): unknown },
): Promise<Value | undefined> {
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      timer.close();
      reject(abortError(signal as AbortSignal));
    };
    const timer = start(() => {
      signal?.removeEventListener("abort", abort);
      resolve(value);
    });
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** As Node words it. */
function abortError({ reason }: AbortSignal): Error {
  const error = new Error("The operation was aborted", { cause: reason });
  return Object.assign(error, { name: "AbortError", code: "ABORT_ERR" });
}
