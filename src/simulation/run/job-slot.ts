// A place in a process where one job at a time is performed: a real worker whose queue, progress store and shop are reached
// through the gate only.
import { type AnyJobDefinition, type JobEvent, type Lease, type Outcome, type QueuedJob, Worker } from "#jobs";
import type { Shop } from "#shop";
import type { Fault } from "./fault.ts";
import { neverSettles, type Operation, type Process } from "./gate.ts";
import { GatedProgress, GatedQueue, type Pass } from "./gated.ts";
import type { FaultEntry } from "./run.ts";
import { readOnly, ServiceCalls } from "./service-calls.ts";
import { answersTelling, WatchedJob } from "./watched-job.ts";
import type { WorkerProcess } from "./worker-process.ts";
import type { World } from "./world.ts";

export class JobSlot implements Process {
  readonly number: number;
  readonly #world: World;
  readonly #process: WorkerProcess;
  readonly #worker: Worker<Shop>;
  /** The calls to services of the present execution. */
  readonly calls: ServiceCalls;
  /** The job under way. */
  #lease: Lease | undefined;
  /** How often it has looked at its signal since its last operation. */
  #looks = 0;

  /**
   * @param number of the worker, counted from 1 over all processes
   * @param jobs what it performs, as its process knows them
   */
  constructor(number: number, process: WorkerProcess, world: World, jobs: readonly AnyJobDefinition<Shop>[]) {
    this.number = number;
    this.#process = process;
    this.#world = world;
    this.calls = new ServiceCalls(world.mayFail);
    this.#worker = this.#start(jobs);
  }

  get alive(): boolean {
    return this.#worker.state !== "killed";
  }

  get stopping(): boolean {
    return this.#worker.state === "stopping";
  }

  /** Whether a job is under way. */
  get isBusy(): boolean {
    return this.#lease !== undefined;
  }

  async performNext(): Promise<Outcome | undefined> {
    this.calls.begin();
    const outcome = await this.#worker.performNext();
    this.#lease = undefined;
    return outcome;
  }

  /** The name of the job under way. */
  get jobName(): string | undefined {
    return this.#lease?.job.name;
  }

  /** A moment at which the job does nothing but wait for a timer: a signal may come. */
  waitForTimer(): void {
    this.#world.gate.ask(this, waiting);
  }

  /** Asks the worker to stop. */
  stop(): void {
    this.note("SIGTERM", "fault");
    const { graceMs } = this.#world.setting;
    void this.#worker.stop({ graceMs }).then((how) => how === "killed" && this.#process.kill("grace period over"));
  }

  /** Ends the worker. */
  end(why: FaultEntry["why"]): void {
    this.#worker.kill();
    this.note("SIGKILL", why);
  }

  terminate(fault: Fault): void {
    this.#process.terminate(fault);
  }

  kill(why: FaultEntry["why"], fault?: Fault): void {
    this.#process.kill(why, fault);
  }

  failed(kind: FaultEntry["kind"]): void {
    this.note(kind, "fault");
    if (this.#lease) this.#world.noteFailing(this.#lease.job);
  }

  note(kind: FaultEntry["kind"], why: FaultEntry["why"]): void {
    this.#world.record({ entry: "fault", worker: this.number, kind, why });
  }

  #start(jobs: readonly AnyJobDefinition<Shop>[]): Worker<Shop> {
    const { clock, reached, shop, gate, setting, looks, record } = this.#world;
    const pass: Pass = (operation, apply) => {
      this.#looks = 0;
      return gate.pass(this, operation, apply);
    };
    // A signal comes while the process waits: when it has waited for no timer, the last operation was where it could.
    const look = (): void => {
      this.#looks += 1;
      if (this.#looks > mostLooks) throw new EndlessLoopError();
      if (this.#world.takeTurn()) gate.ask(this, looking);
    };
    const telling = answersTelling(looks);
    const connected = shop.connect(
      ({ effect: name, verb, item, service }, apply) =>
        pass({ kind: "effect", name, verb, item, service }, () => telling(apply())),
      (list) => {
        if (this.alive) gate.ask(this, reading(list));
        return this.alive ? undefined : neverSettles();
      },
    );
    const services = this.calls.noting(connected);
    const read = readOnly(services);
    return new Worker({
      clock,
      jobs: jobs.map((job) => ({ ...job, followUps: (args, handle) => job.followUps(args, handle, read) })),
      leaseMs: setting.leaseMs,
      queue: new GatedQueue(reached.queue, pass, {
        lease: (want) => this.#world.leaseNext(want),
        leased: (lease) => (this.#lease = lease),
        enqueued: (requests) => this.#world.noteKeys(requests),
      }),
      ...(reached.progress && { progress: new GatedProgress(reached.progress, pass) }),
      services,
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

// No job looks so often between two operations; one that does hangs the process that simulates it.
const mostLooks = 100_000;

/** A loop that waits for its signal and lets nothing else happen. */
class EndlessLoopError extends Error {
  override readonly name = "EndlessLoopError";

  constructor() {
    super(
      `A loop has asked job.signal ${mostLooks.toLocaleString("en")} times and done nothing in between, so it never ends. ` +
        `Leave the loop when the signal is aborted.`,
    );
  }
}

const asking = { kind: "checkpoint", name: "checkpoint", verb: "checkpoint", item: undefined } as const;
const looking = { kind: "look", name: "look at job.signal", verb: "look", item: "at job.signal" } as const;

const waiting = { kind: "look", name: "wait for a timer", verb: "wait", item: "for a timer" } as const;

const readings = new Map<string, Operation>();

function reading(list: string): Operation {
  let operation = readings.get(list);
  if (!operation) readings.set(list, (operation = { kind: "read", name: `read ${list}`, verb: "read", item: list }));
  return operation;
}
