// One named queue's jobs that wait: those that are due, by priority and time, and those that are not, by time.
import { Heap } from "./heap.ts";
import type { QueuedJob } from "./queue.ts";

/** A place in line. `order` counts up, so that equals leave in the order in which they came. */
export interface Place {
  readonly job: QueuedJob;
  readonly order: number;
}

/** Whether a due job goes before another: lower priority number first, then the one that became due first. */
export function goesFirst(left: Place, right: Place): boolean {
  return left.job.priority === right.job.priority ? isDueFirst(left, right) : left.job.priority < right.job.priority;
}

/** Of those that became due at the same time, the one that came first. */
function isDueFirst(left: Place, right: Place): boolean {
  return left.job.runAt === right.job.runAt ? left.order < right.order : left.job.runAt < right.job.runAt;
}

export class WaitingLine {
  readonly #due = new Heap<Place>(goesFirst);
  readonly #delayed = new Heap<Place>(isDueFirst);

  add(place: Place, now: number): void {
    const heap = place.job.runAt <= now ? this.#due : this.#delayed;
    heap.push(place);
  }

  /** The job that goes next at this time, left in its place. */
  first(now: number): Place | undefined {
    for (let next = this.#delayed.peek(); next && next.job.runAt <= now; next = this.#delayed.peek()) {
      this.#due.push(next);
      this.#delayed.pop();
    }
    return this.#due.peek();
  }

  /** Takes out the job that `first` named. */
  removeFirst(): void {
    this.#due.pop();
  }

  /** When the first job is due; `now` or earlier when one is. */
  nextDueAt(): number {
    const due = this.#due.peek()?.job.runAt ?? Infinity;
    return Math.min(due, this.#delayed.peek()?.job.runAt ?? Infinity);
  }

  /** Takes out a job wherever it stands; undefined when it is not here. */
  take(jobId: string): Place | undefined {
    for (const heap of [this.#due, this.#delayed]) {
      const found = heap.items.find(({ job }) => job.id === jobId);
      if (!found) continue;
      const others = heap.items.filter((place) => place !== found);
      while (heap.peek()) heap.pop();
      for (const place of others) heap.push(place);
      return found;
    }
    return undefined;
  }

  /** Adds the places, in no particular order, to a list. */
  addTo(places: (Place & { readonly leasedUntil: number | undefined })[]): void {
    for (const { job, order } of this.#due.items) places.push({ job, order, leasedUntil: undefined });
    for (const { job, order } of this.#delayed.items) places.push({ job, order, leasedUntil: undefined });
  }
}
