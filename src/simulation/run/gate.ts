// The one way to the outside: every operation passes here, in order and with a name, and may be struck by a fault.
import { AnswerLostError, ServiceRefusedError, ServiceUnavailableError } from "#shop";
import { type Fault, isError } from "./fault.ts";
import type { OperationParts } from "./operation-name.ts";
import type { FaultEntry, PointEntry, PointKind, RunEntry } from "./run.ts";

/** A worker process as the gate sees it. */
export interface Process {
  readonly number: number;
  readonly alive: boolean;
  /** Ask it to stop. */
  terminate(fault: Fault): void;
  /** End it: from now on nothing that it awaits settles. */
  kill(why: FaultEntry["why"], fault?: Fault): void;
  /** Requests to services that are on their way. */
  readonly calls: { underWay: number };
  /** A service has failed it. */
  failed(kind: FaultEntry["kind"]): void;
}

export interface Operation extends OperationParts {
  readonly kind: PointKind;
  readonly name: string;
  /** For effects: the service that is asked. */
  readonly service?: string;
}

export interface GateOptions {
  readonly faults: readonly Fault[];
  /** How many points there have been before. Default: 0. */
  readonly pointsBefore?: number;
  /** How many points a run may have before it counts as endless. */
  readonly maxPoints: number;
  readonly record: (entry: RunEntry) => void;
  /** Called after each operation, with its kind: it takes virtual time. */
  readonly took: (kind: PointKind) => void;
  /** Awaited while an effect is on its way, if there is anything: what the process does meanwhile. */
  readonly meanwhile?: () => Promise<void> | undefined;
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
  #count: number;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#waiting = options.faults;
    this.#count = options.pointsBefore ?? 0;
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

  /**
   * Lets an operation of a process through; it never settles when the process is dead or dies of it.
   *
   * @throws ServiceUnavailableError, ServiceRefusedError, AnswerLostError when a fault wants it so
   */
  pass<Result>(process: Process, operation: Operation, apply: () => Result | Promise<Result>): Promise<Result> {
    if (!process.alive) return neverSettles();
    const number = this.#next(process);
    if (number === this.#options.watch?.point) this.#options.watch.seen();
    return operation.kind === "effect" || this.#options.hold
      ? this.#passSlowly(process, number, operation, apply)
      : this.#passAtOnce(process, number, operation, apply as () => Promise<Result>);
  }

  /** Queue and progress store are in memory: what they do is done when their promise is there. */
  #passAtOnce<Result>(
    process: Process,
    number: number,
    operation: Operation,
    apply: () => Promise<Result>,
  ): Promise<Result> {
    this.#strike("before", process, number, operation);
    if (!process.alive) {
      this.#note(process, number, operation, false);
      return neverSettles();
    }
    const answer = apply();
    this.#note(process, number, operation, true);
    this.#options.took(operation.kind);
    this.#strike("after", process, number, operation);
    return process.alive ? answer : neverSettles();
  }

  async #passSlowly<Result>(
    process: Process,
    number: number,
    operation: Operation,
    apply: () => Result | Promise<Result>,
  ): Promise<Result> {
    if (this.#options.hold) await this.#options.hold(process, operation);
    const refused = this.#strike("before", process, number, operation);
    if (!process.alive) {
      this.#note(process, number, operation, false);
      return await neverSettles();
    }
    if (operation.kind === "effect") {
      const { calls } = process;
      calls.underWay += 1;
      // A request takes its time. Who awaits it does not notice; who does not is overtaken by what they do next.
      await aTurn;
      await aTurn;
      if (this.#count !== number) await this.#overtaken();
      const meanwhile = this.#options.meanwhile?.();
      if (meanwhile) await meanwhile;
      if (!process.alive) return await neverSettles();
      calls.underWay -= 1;
      if (refused) {
        this.#note(process, number, operation, false);
        this.#options.took(operation.kind);
        throw refusalOf(operation, refused);
      }
    }
    const answer = apply();
    // What is done at once is noted at once: of two effects side by side, each is the last one when it is noted.
    const result = answer instanceof Promise ? await answer : answer;
    this.#note(process, number, operation, true);
    this.#options.took(operation.kind);
    const lost = this.#strike("after", process, number, operation);
    if (!process.alive) return await neverSettles();
    if (lost) throw new AnswerLostError(operation.name);
    return result;
  }

  /**
   * A moment at which nothing happens outside, but a fault may strike: the job asks whether to stop, reads, or looks at
   * its signal.
   */
  ask(process: Process, operation: Operation): void {
    const number = this.#next(process);
    if (number === this.#options.watch?.point) this.#options.watch.seen();
    this.#strike("before", process, number, operation);
    this.#note(process, number, operation, process.alive);
    if (this.#waiting.length > 0) this.#strike("after", process, number, operation);
  }

  async #overtaken(): Promise<void> {
    for (let turn = 0; turn < turnsUnderWay; turn += 1) await aTurn;
  }

  #next(process: Process): number {
    this.#count += 1;
    if (this.#count > this.#options.maxPoints) process.kill("too many operations");
    return this.#count;
  }

  /** Returns how a service is to fail, if it is. */
  #strike(when: Fault["when"], process: Process, number: number, { kind, name }: Operation): Fault | undefined {
    if (this.#waiting.length === 0) return undefined;
    const hits = this.#waiting.filter(
      // An error is a service's: elsewhere it has not found its place.
      (fault) =>
        fault.when === when &&
        (fault.place === number || fault.place === name) &&
        (kind === "effect" || !isError(fault)),
    );
    const [first] = hits;
    if (!first) return undefined;
    this.#strikeWith(first, process);
    // A service may fail while the worker is being stopped.
    const other = first.kind === "SIGKILL" ? undefined : hits.find((fault) => isError(fault) !== isError(first));
    if (other && other.kind !== "SIGKILL") this.#strikeWith(other, process);
    return hits.find((fault) => isError(fault) && (fault === first || fault === other));
  }

  #strikeWith(fault: Fault, process: Process): void {
    const at = this.#waiting.indexOf(fault);
    // One of them, though somebody may have given the same fault twice.
    this.#waiting = this.#waiting.toSpliced(at, 1);
    if (fault.kind === "SIGTERM") process.terminate(fault);
    else if (fault.kind === "SIGKILL") process.kill("fault", fault);
    else if (fault.kind !== "slow") process.failed(fault.kind);
  }

  #note(process: Process, number: number, { kind, name, verb, item }: Operation, applied: boolean): void {
    const repeated = applied && kind === "effect" && this.#options.lastWasRepeated();
    const { number: worker } = process;
    const entry: PointEntry = { entry: "point", number, worker, kind, name, verb, item, applied, repeated };
    this.#options.record(entry);
  }
}

const refusalOf = ({ name, service = "outside" }: Operation, { saysNo }: Fault): Error =>
  saysNo ? new ServiceRefusedError(service, name) : new ServiceUnavailableError(name);

// Long enough for a checkpoint, or for the end of the job, to come first.
const turnsUnderWay = 24;

// One for all: a new promise for each turn would cost more than the turn.
const aTurn = Promise.resolve();

export const neverSettles = () => new Promise<never>(() => {});
