// Time that moves only when it is told to.
import type { Clock } from "#jobs";

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock for simulations and tests. */
export class VirtualClock implements Clock {
  #now: number;
  #alarms: Alarm[] = [];

  /** @param now where it begins, in milliseconds */
  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const alarm = { at: this.#now + ms, callback };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** The moment for which somebody wants to be called next; undefined when nobody does. */
  get nextAlarm(): number | undefined {
    return this.#nextBy(Infinity)?.at;
  }

  /** Moves time on by so many milliseconds; what falls due on the way is called back in order of time. */
  advance(ms: number): void {
    this.advanceTo(this.#now + ms);
  }

  /** Moves time on to a moment; a moment that has passed changes nothing. */
  advanceTo(moment: number): void {
    for (let next = this.#nextBy(moment); next; next = this.#nextBy(moment)) {
      const due = next;
      this.#alarms = this.#alarms.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
    }
    this.#now = Math.max(this.#now, moment);
  }

  #nextBy(moment: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) if (alarm.at <= moment && (!first || alarm.at < first.at)) first = alarm;
    return first;
  }
}
