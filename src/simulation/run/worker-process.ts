// A simulated worker process: one or more places where jobs are performed, and a memory that they share.
import type { AnyJobDefinition, Outcome } from "#jobs";
import type { Shop } from "#shop";
import { ModuleMemory, type ProcessGlobals, processGlobals } from "../modules/index.ts";
import type { Fault } from "./fault.ts";
import { JobSlot } from "./job-slot.ts";
import type { FaultEntry } from "./run.ts";
import type { World } from "./world.ts";

/** How an execution ended; "died" when its process did. */
export type Ending = Outcome | "died";

export class WorkerProcess {
  readonly #world: World;
  readonly #slots: readonly JobSlot[];
  readonly #memory: ModuleMemory | undefined;
  #globals: ProcessGlobals | undefined;
  readonly #died: Promise<readonly ["died"]>;
  #die!: (died: readonly ["died"]) => void;
  /** The fault that ends or has ended it. */
  #ending: Fault | undefined;
  #pumping = false;
  /** Whether its end has been told. */
  #killed = false;

  /**
   * @param firstWorker the number of its first worker, counted from 1
   * @param jobs what it performs: its own copy of each, when their modules can be evaluated anew
   */
  constructor(firstWorker: number, world: World, jobs: readonly AnyJobDefinition<Shop>[]) {
    this.#world = world;
    this.#died = new Promise((resolve) => (this.#die = resolve));
    this.#memory = world.setting.renewable ? world.memoryFor(() => this.#remember()) : undefined;
    const memory = this.#memory;
    const own = memory ? jobs.map((job) => memory.own(job)) : jobs;
    const slots = [new JobSlot(firstWorker, this, world, own)];
    while (slots.length < world.setting.concurrency)
      slots.push(new JobSlot(firstWorker + slots.length, this, world, own));
    this.#slots = slots;
  }

  get alive(): boolean {
    return (this.#slots[0] as JobSlot).alive;
  }

  get stopping(): boolean {
    return (this.#slots[0] as JobSlot).stopping;
  }

  /** The fault that ends or has ended it; undefined while it goes on. */
  get ending(): Fault | undefined {
    return this.#ending;
  }

  /** Whether requests to services are on their way. */
  get isWaiting(): boolean {
    return this.#slots.some(({ calls }) => calls.underWay > 0);
  }

  /** The variables of modules that have changed: what its end loses. */
  get remembered(): readonly string[] {
    return this.#memory?.changed() ?? [];
  }

  /** It is over: its timers fire no more. */
  end(): void {
    this.#globals?.end();
  }

  /** Performs the next job, or as many as it can at the same time. Returns how each ended; nothing when there is none. */
  async performNext(): Promise<readonly Ending[]> {
    return await Promise.race([this.#performEach(), this.#died]);
  }

  terminate(fault: Fault): void {
    if (this.stopping) return;
    this.#ending = fault;
    for (const slot of this.#slots) slot.stop();
  }

  kill(why: FaultEntry["why"], fault?: Fault): void {
    if (this.#killed) return;
    this.#killed = true;
    this.#ending = fault ?? this.#ending;
    for (const slot of this.#slots) slot.end(why);
    this.#die(["died"]);
  }

  async #performEach(): Promise<readonly Ending[]> {
    const [first] = this.#slots;
    if (this.#slots.length === 1 && first) {
      const outcome = await first.performNext();
      return outcome ? [outcome] : nothing;
    }
    const outcomes = await Promise.all(this.#slots.map((slot) => slot.performNext()));
    return outcomes.filter((outcome) => outcome !== undefined);
  }

  #remember(): ModuleMemory {
    const { clock, looks } = this.#world;
    this.#globals = processGlobals({
      clock,
      timeRead: () => void (looks.time = true),
      timerSet: () => void this.#pump(),
      uncaught: (error) => this.#fall(error),
    });
    return new ModuleMemory(this.#globals);
  }

  /** An error that nobody catches ends a process, and would end the next one, too. */
  #fall(error: unknown): void {
    if (!this.alive) return;
    this.#world.noteUncaught(error, this.#slots.find(({ isBusy }) => isBusy)?.jobName);
    this.kill("uncaught error");
  }

  /**
   * Moves the time on while the job waits for nothing but a timer: when a turn of the event loop is over, all that could be
   * done without one is done.
   */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    const { clock, gate } = this.#world;
    for (let turn = 0; turn < longestWait; turn += 1) {
      await aMacrotask();
      const busy = this.#slots.filter(({ isBusy }) => isBusy);
      if (!this.alive || busy.length === 0 || gate.exhausted || !this.#globals?.hasTimers) break;
      // A request that is on its way takes its own time.
      if (this.isWaiting) continue;
      const wasStopping = this.stopping;
      for (const slot of busy) slot.waitForTimer();
      // Who is woken by a signal may have other things to do than to wait.
      if (!this.alive || this.stopping !== wasStopping) continue;
      clock.advanceTo(clock.nextAlarm ?? 0);
      this.#world.noteTurn();
    }
    this.#pumping = false;
  }
}

const nothing: readonly [] = [];

// More turns than any job waits for; a timer that is set again and again would turn for ever.
const longestWait = 10_000;

const aMacrotask = () => new Promise<void>((resolve) => setImmediate(resolve));
