// The progress of one execution, and whether its store has heard of it.
import { Continuation } from "./continuation.ts";
import type { Host } from "./host.ts";
import type { Json } from "./json.ts";
import type { Progress } from "./progress.ts";
import type { Lease } from "./queue.ts";

export class KeptProgress {
  /** The rules about steps; empty until the store was asked. */
  continuation = new Continuation(undefined);
  readonly #host: Host;
  readonly #lease: Lease;
  /** Whether it has changed since the store heard of it. */
  #unsaved = false;

  constructor(host: Host, lease: Lease) {
    this.#host = host;
    this.#lease = lease;
  }

  get now(): Progress {
    return this.continuation.progress;
  }

  /** Asks the store for what an earlier execution has left. */
  async open(): Promise<void> {
    this.continuation = new Continuation(await this.#host.outside(() => this.#host.progress.open(this.#lease)));
  }

  /** Begins a step; returns the cursor to begin with. */
  begin(step: string, start: Json | undefined): Json | undefined {
    this.#unsaved = true;
    return this.continuation.begin(step, start);
  }

  /** Moves the cursor of the running step. */
  move(step: string, cursor: Json): void {
    this.continuation.move(step, cursor);
    this.#unsaved = true;
  }

  setAttribute(name: string, value: Json): void {
    this.continuation.setAttribute(name, value);
    this.#unsaved = true;
  }

  /** @param isLast whether the job goes back now, so that a store that saves seldom has to save this one */
  async save(isLast = false): Promise<void> {
    // As `outside` does, written out: it happens once for each item of a job.
    if (this.#host.killed) await neverSettles();
    await this.#host.progress.save(this.#lease, this.now, isLast);
    if (this.#host.killed) await neverSettles();
    this.#unsaved = false;
  }

  /** Makes sure that the store knows it before the job goes back. */
  async saveLast(): Promise<void> {
    const { mostRedone } = this.#host.progress;
    // A store that saves seldom may be behind although it has heard of everything.
    if (this.#unsaved || (mostRedone > 1 && mostRedone < Infinity)) await this.save(true);
  }
}

/** A new promise each time: one shared by all would keep every waiting job in memory. */
export const neverSettles = () => new Promise<never>(() => {});
