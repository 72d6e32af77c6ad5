// A simulated worker process: a real worker whose queue, progress store and shop are reached through the gate only, with a
// memory of its own.
import { type AnyJobDefinition, type JobEvent, type Lease, type Outcome, type QueuedJob, Worker } from "#jobs";
import type { Shop } from "#shop";
import { ModuleMemory, type ProcessGlobals, processGlobals } from "../modules/index.ts";
import type { Fault } from "./fault.ts";
import { neverSettles, type Operation, type Process } from "./gate.ts";
import { GatedProgress, GatedQueue, type Pass } from "./gated.ts";
import type { FaultEntry } from "./run.ts";
import { ServiceCalls } from "./service-calls.ts";
import { WatchedJob } from "./watched-job.ts";
import type { World } from "./world.ts";

export class WorkerProcess implements Process {
  readonly number: number;
  readonly #world: World;
  readonly #worker: Worker<Shop>;
  readonly #memory: ModuleMemory | undefined;
  #globals: ProcessGlobals | undefined;
  /** The calls to services of the present execution. */
  readonly calls: ServiceCalls;
  readonly #died: Promise<"died">;
  #die!: (died: "died") => void;
  /** The job under way. */
  #lease: Lease | undefined;
  /** The fault that ends or has ended it. */
  #ending: Fault | undefined;
  #pumping = false;
  /** Whether its end has been told. */
  #killed = false;

  /**
   * @param number counted from 1
   * @param jobs what it performs: its own copy of each, when their modules can be evaluated anew
   */
  constructor(number: number, world: World, jobs: readonly AnyJobDefinition<Shop>[]) {
    this.number = number;
    this.#world = world;
    this.calls = new ServiceCalls(world.mayFail);
    this.#died = new Promise((resolve) => (this.#die = resolve));
    this.#memory = world.setting.renewable ? world.memoryFor(() => this.#remember()) : undefined;
    const memory = this.#memory;
    this.#worker = this.#start(memory ? jobs.map((job) => memory.own(job)) : jobs);
  }

  get alive(): boolean {
    return this.#worker.state !== "killed";
  }

  get stopping(): boolean {
    return this.#worker.state === "stopping";
  }

  /** The fault that ends or has ended it; undefined while it goes on. */
  get ending(): Fault | undefined {
    return this.#ending;
  }

  /** Whether all that it knows beyond its job is what a new process would know. */
  get hasFreshMemory(): boolean {
    return this.calls.underWay === 0 && (this.#memory === undefined || this.#memory.changed().length === 0);
  }

  /** The variables of modules that have changed: what its end loses. */
  get remembered(): readonly string[] {
    return this.#memory?.changed() ?? [];
  }

  /** It is over: its timers fire no more. */
  end(): void {
    this.#globals?.end();
  }

  /** Performs the next job. Returns how it ended, undefined when there is none, or "died" when the process did. */
  async performNext(): Promise<Outcome | "died" | undefined> {
    this.calls.begin();
    const outcome = await Promise.race([this.#worker.performNext(), this.#died]);
    this.#lease = undefined;
    return outcome;
  }

  terminate(fault: Fault): void {
    if (this.stopping) return;
    this.#ending = fault;
    this.#note("SIGTERM", "fault");
    const { graceMs } = this.#world.setting;
    void this.#worker.stop({ graceMs }).then((how) => how === "killed" && this.kill("grace period over"));
  }

  kill(why: FaultEntry["why"], fault?: Fault): void {
    if (this.#killed) return;
    this.#killed = true;
    this.#ending = fault ?? this.#ending;
    this.#worker.kill();
    this.#note("SIGKILL", why);
    this.#die("died");
  }

  failed(kind: FaultEntry["kind"]): void {
    this.#note(kind, "fault");
    if (this.#lease) this.#world.noteFailing(this.#lease.job);
  }

  #note(kind: FaultEntry["kind"], why: FaultEntry["why"]): void {
    this.#world.record({ entry: "fault", worker: this.number, kind, why });
  }

  #remember(): ModuleMemory {
    const { clock, looks } = this.#world;
    this.#globals = processGlobals({
      clock,
      timeRead: () => void (looks.time = true),
      timerSet: () => void this.#pump(),
    });
    return new ModuleMemory(this.#globals);
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
      if (!this.alive || !this.#lease || gate.exhausted) break;
      const next = clock.nextAlarm;
      if (next === undefined) break;
      clock.advanceTo(next);
    }
    this.#pumping = false;
  }

  #start(jobs: readonly AnyJobDefinition<Shop>[]): Worker<Shop> {
    const { clock, reached, shop, gate, setting, looks, record } = this.#world;
    const pass: Pass = (operation, apply) => gate.pass(this, operation, apply);
    const look = (): void => gate.ask(this, looking);
    const connected = shop.connect(
      ({ effect: name, verb, item }, apply) => pass({ kind: "effect", name, verb, item }, apply),
      (list) => {
        if (this.alive) gate.ask(this, reading(list));
        return this.alive ? undefined : neverSettles();
      },
    );
    return new Worker({
      clock,
      jobs,
      leaseMs: setting.leaseMs,
      queue: new GatedQueue(reached.queue, pass, {
        lease: (want) => this.#world.leaseNext(want),
        leased: (lease) => (this.#lease = lease),
      }),
      ...(reached.progress && { progress: new GatedProgress(reached.progress, pass) }),
      services: this.calls.noting(connected),
      looseEnd: () => this.calls.loose(),
      handle: (job) => new WatchedJob(job, looks, look),
      stopReason: () => {
        gate.ask(this, asking);
        return this.stopping ? "stopping" : undefined;
      },
      ...(setting.listening && {
        onEvent: (event: JobEvent, job: QueuedJob) => record({ entry: "event", worker: this.number, job, event }),
      }),
    });
  }
}

const asking = { kind: "checkpoint", name: "checkpoint", verb: "checkpoint", item: undefined } as const;
const looking = { kind: "look", name: "look at job.signal", verb: "look", item: "at job.signal" } as const;

const readings = new Map<string, Operation>();

function reading(list: string): Operation {
  let operation = readings.get(list);
  if (!operation) readings.set(list, (operation = { kind: "read", name: `read ${list}`, verb: "read", item: list }));
  return operation;
}

// More turns than any job waits for; a timer that is set again and again would turn for ever.
const longestWait = 10_000;

const aMacrotask = () => new Promise<void>((resolve) => setImmediate(resolve));
