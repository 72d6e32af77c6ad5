// The one way to the outside: every operation passes here, in order and with a name, and may be struck by a fault.
import type { Fault } from "./fault.ts";
import type { OperationParts } from "./operation-name.ts";
import type { PointEntry, PointKind, RunEntry } from "./run.ts";

/** A worker process as the gate sees it. */
export interface Process {
  readonly number: number;
  readonly alive: boolean;
  /** Ask it to stop. */
  terminate(): void;
  /** End it: from now on nothing that it awaits settles. */
  kill(why: "fault" | "too many operations"): void;
}

export interface Operation extends OperationParts {
  readonly kind: PointKind;
  readonly name: string;
}

export interface GateOptions {
  readonly faults: readonly Fault[];
  /** How many points a run may have before it counts as endless. */
  readonly maxPoints: number;
  readonly record: (entry: RunEntry) => void;
  /** Called after each operation, with its kind: it takes virtual time. */
  readonly took: (kind: PointKind) => void;
  /** Whether the last effect was recognised by its key. */
  readonly lastWasRepeated: () => boolean;
  /** Holds a process back before an operation, for as long as the promise takes. */
  readonly hold?: (process: Process, operation: Operation) => Promise<void> | undefined;
  /** Called at the point with this number, on its way in: for whoever wants to know where the call came from. */
  readonly watch?: { readonly point: number; readonly seen: () => void };
}

export class Gate {
  readonly #options: GateOptions;
  #waiting: readonly Fault[];
  #count = 0;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#waiting = options.faults;
  }

  /** The faults that have not struck yet. */
  get waiting(): readonly Fault[] {
    return this.#waiting;
  }

  /** Whether the run has had more points than it may have. */
  get exhausted(): boolean {
    return this.#count > this.#options.maxPoints;
  }

  /** How many points there have been. */
  get count(): number {
    return this.#count;
  }

  /** Lets an operation of a process through; it never settles when the process is dead or dies of it. */
  async pass<Result>(process: Process, operation: Operation, apply: () => Result | Promise<Result>): Promise<Result> {
    if (!process.alive) return await neverSettles();
    const number = this.#next(process);
    if (number === this.#options.watch?.point) this.#options.watch.seen();
    if (this.#options.hold) await this.#options.hold(process, operation);
    this.#strike("before", process, number, operation);
    if (!process.alive) {
      this.#note(process, number, operation, false);
      return await neverSettles();
    }
    if (operation.kind === "effect") {
      // A request takes its time. Who awaits it does not notice; who does not is overtaken by what they do next.
      await aTurn;
      await aTurn;
      if (this.#count !== number) await this.#overtaken();
      if (!process.alive) return await neverSettles();
    }
    const result = await apply();
    this.#note(process, number, operation, true);
    this.#options.took(operation.kind);
    this.#strike("after", process, number, operation);
    return process.alive ? result : await neverSettles();
  }

  /** A moment at which a job asks whether to stop: nothing happens outside, but a stop request may arrive. */
  ask(process: Process): void {
    const operation = { kind: "checkpoint", name: "checkpoint", verb: "checkpoint", item: undefined } as const;
    const number = this.#next(process);
    this.#strike("before", process, number, operation);
    this.#note(process, number, operation, true);
  }

  async #overtaken(): Promise<void> {
    for (let turn = 0; turn < turnsUnderWay; turn += 1) await aTurn;
  }

  #next(process: Process): number {
    this.#count += 1;
    if (this.#count > this.#options.maxPoints) process.kill("too many operations");
    return this.#count;
  }

  #strike(when: Fault["when"], process: Process, number: number, { name }: Operation): void {
    if (this.#waiting.length === 0) return;
    const hits = this.#waiting.filter((fault) => fault.when === when && [number, name].includes(fault.place));
    const [hit] = hits;
    if (!hit) return;
    this.#waiting = this.#waiting.filter((fault) => fault !== hit);
    if (hit.kind === "SIGTERM") process.terminate();
    else process.kill("fault");
  }

  #note(process: Process, number: number, { kind, name, verb, item }: Operation, applied: boolean): void {
    const repeated = applied && kind === "effect" && this.#options.lastWasRepeated();
    const { number: worker } = process;
    const entry: PointEntry = { entry: "point", number, worker, kind, name, verb, item, applied, repeated };
    this.#options.record(entry);
  }
}

// Long enough for a checkpoint, or for the end of the job, to come first.
const turnsUnderWay = 24;

// One for all: a new promise for each turn would cost more than the turn.
const aTurn = Promise.resolve();

const neverSettles = () => new Promise<never>(() => {});
