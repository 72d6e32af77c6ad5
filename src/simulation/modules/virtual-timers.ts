// Timers of a process, which fire when the virtual clock is moved on, and never after the end of the process.
import type { VirtualTime } from "./virtual-time.ts";

type Callback = (...given: readonly unknown[]) => unknown;

/** The longest delay of a real timer; a longer one is taken for none. */
const LONGEST_MS = 2 ** 31 - 1;

/** As Node sees to it: a delay that is missing, no number or out of bounds is one millisecond. */
const delayOf = (ms: unknown): number => {
  const delay = Number(ms);
  return delay >= 1 && delay <= LONGEST_MS ? Math.trunc(delay) : 1;
};

/** What starting a timer gives back, as Node's Timeout and Immediate are. */
export class Timer {
  readonly #timers: VirtualTimers;
  readonly #id: number;
  readonly #again: () => void;
  #keepsAlive = true;

  /** @param again starts it once more */
  constructor(timers: VirtualTimers, id: number, again: () => void) {
    this.#timers = timers;
    this.#id = id;
    this.#again = again;
  }

  ref(): this {
    this.#keepsAlive = true;
    return this;
  }

  unref(): this {
    this.#keepsAlive = false;
    return this;
  }

  hasRef(): boolean {
    return this.#keepsAlive;
  }

  refresh(): this {
    this.#again();
    return this;
  }

  close(): this {
    this.#timers.clear(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  [Symbol.dispose](): void {
    this.#timers.clear(this);
  }
}

export class VirtualTimers {
  readonly #time: VirtualTime;
  readonly #running = new Map<number, () => void>();
  #started = 0;
  #over = false;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  once(callback: Callback, ms?: unknown, ...given: readonly unknown[]): Timer {
    return this.#start(delayOf(ms), callback, given, false);
  }

  every(callback: Callback, ms?: unknown, ...given: readonly unknown[]): Timer {
    return this.#start(delayOf(ms), callback, given, true);
  }

  immediately(callback: Callback, ...given: readonly unknown[]): Timer {
    return this.#start(0, callback, given, false);
  }

  /** @param timer what starting it gave back, or its number; anything else is no timer, and no error */
  clear(timer: unknown): void {
    const id = timer instanceof Timer || typeof timer === "string" ? Number(timer) : timer;
    this.#running.get(id as number)?.();
    this.#running.delete(id as number);
  }

  /** Whether any of them is still to fire. */
  get areRunning(): boolean {
    return this.#running.size > 0;
  }

  /** The process is over, and its timers with it. */
  end(): void {
    this.#over = true;
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
  }

  #start(ms: number, callback: unknown, given: readonly unknown[], repeats: boolean): Timer {
    if (typeof callback !== "function") {
      const error = new TypeError(`The "callback" argument must be of type function. Received ${typeof callback}`);
      throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
    }
    const id = (this.#started += 1);
    const wait = (): void => {
      this.#running.get(id)?.();
      if (!this.#over) this.#running.set(id, this.#time.after(ms, fire));
    };
    const fire = (): void => {
      if (repeats) wait();
      else this.#running.delete(id);
      try {
        callback(...given);
      } catch (error) {
        // Nobody who moves the clock on is to blame.
        this.#time.uncaught(error);
      }
    };
    wait();
    return new Timer(this, id, wait);
  }
}
