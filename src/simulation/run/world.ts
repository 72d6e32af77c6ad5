// The one world in which jobs are simulated: a clock, a queue, a progress store, a shop, a gate, and processes one after
// another. It can be marked at any moment and taken up again as it was.
import {
  type AnyJobDefinition,
  type JobRequest,
  type Lease,
  MemoryProgress,
  MemoryQueue,
  type Progress,
  type ProgressStore,
  type QueuedJob,
  type QueueMark,
  sameJson,
} from "#jobs";
import type { OpenShop, Shop, ShopMark } from "#shop";
import type { ModuleMemory } from "../modules/index.ts";
import { type Fault, isError } from "./fault.ts";
import { Gate, type GateOptions } from "./gate.ts";
import type { WorkersQueue } from "./gated.ts";
import { watchRows } from "./meanwhile.ts";
import type { Failure, RunEntry, TakenForOne } from "./run.ts";
import type { Setting } from "./setting.ts";
import { VirtualClock } from "./virtual-clock.ts";
import type { Looks } from "./watched-job.ts";
import { WorkerProcess } from "./worker-process.ts";

/** Everything that survives the end of every process, at some moment. Keeping it costs the same however much has happened. */
export interface WorldMark {
  /** Virtual milliseconds since the beginning. */
  readonly now: number;
  /** How many points there have been, and how many processes. */
  readonly points: number;
  readonly processes: number;
  readonly queue: QueueMark;
  readonly progress: readonly (readonly [jobId: string, progress: Progress])[];
  readonly shop: ShopMark;
  /** The executions in which a service has failed, by job id. */
  readonly failing: ReadonlyMap<string, number>;
  /** Whether slow days are not over yet. */
  readonly isSlow: boolean;
}

/** What processes lease from and save to. */
export interface Reached {
  readonly queue: WorkersQueue;
  readonly progress: ProgressStore | undefined;
}

export interface WorldOptions {
  readonly setting: Setting;
  /** The shop to begin with, or, with a mark, any shop that was opened on the same rows. */
  readonly shop: OpenShop;
  readonly faults: readonly Fault[];
  readonly record: (entry: RunEntry) => void;
  /** Where it is noted what jobs look at. */
  readonly looks: Looks;
  /** The state to go on from. */
  readonly from?: WorldMark;
  /** Queue and progress store as processes reach them, when that is not as they are. */
  readonly reached?: (queue: MemoryQueue, progress: MemoryProgress | undefined) => Reached;
  readonly hold?: GateOptions["hold"];
  readonly watch?: GateOptions["watch"];
  /** Makes another gate: for tests that strike in ways of their own. */
  readonly gate?: (options: GateOptions) => Gate;
}

export class World {
  readonly setting: Setting;
  readonly clock: VirtualClock;
  readonly queue: MemoryQueue;
  readonly progress: MemoryProgress | undefined;
  readonly shop: OpenShop;
  readonly gate: Gate;
  /** Whether services may fail in a way that this world brings about. */
  readonly mayFail: boolean;
  readonly reached: Reached;
  readonly looks: Looks;
  readonly record: (entry: RunEntry) => void;
  /** Jobs for something else that the queue took for one. */
  readonly takenForOne: TakenForOne[] = [];
  #processes: number;
  #memory: ModuleMemory | undefined;
  #hasTurned = false;
  #isSlow: boolean;
  readonly #uncaught: Failure[] = [];
  readonly #firstWithKey = new Map<string, JobRequest>();
  /** The job that comes first at the next lease, by the number in its id. */
  #next: number | undefined;
  /** The executions in which a service has failed, by job id: if the job fails of it, somebody will retry it. */
  #failing: ReadonlyMap<string, number>;

  constructor({ setting, shop, faults, record, looks, from, hold, watch, reached, gate = newGate }: WorldOptions) {
    this.setting = setting;
    this.record = record;
    this.looks = looks;
    this.mayFail = setting.listening || faults.some(isError);
    this.clock = new VirtualClock(from?.now);
    this.shop = from ? shop.reopen(from.shop) : shop;
    this.queue = new MemoryQueue({
      clock: this.clock,
      idPrefix: setting.idPrefix,
      ...(from && { mark: from.queue }),
    });
    this.progress = setting.inPayload ? undefined : new MemoryProgress(from?.progress);
    this.reached = reached ? reached(this.queue, this.progress) : { queue: this.queue, progress: this.progress };
    this.#processes = from?.processes ?? 0;
    this.#failing = from?.failing ?? noFailing;
    this.#isSlow = from?.isSlow ?? setting.isSlow;
    const { ledger } = this.shop;
    const { effectMs, slowEffectMs } = setting;
    this.gate = gate({
      faults: faults.filter(({ kind }) => kind !== "slow"),
      pointsBefore: from?.points ?? 0,
      maxPoints: (from?.points ?? 0) + setting.maxPoints,
      record,
      // Only effects take noticeable time.
      took: (kind) => {
        this.#hasTurned = false;
        this.clock.advance(kind === "effect" ? (this.#isSlow ? slowEffectMs : effectMs) : 1);
      },
      meanwhile: () => this.#letTimersFire(),
      lastWasRepeated: () => ledger.last?.repeated ?? false,
      ...(hold && { hold }),
      ...(watch && { watch }),
    });
  }

  /** Starts a worker process. */
  start(): WorkerProcess {
    this.#processes += 1;
    const { jobs, deploy, concurrency } = this.setting;
    const isDeployed = deploy !== undefined && this.#processes >= deploy.fromProcess;
    return new WorkerProcess((this.#processes - 1) * concurrency + 1, this, isDeployed ? deploy.jobs : jobs);
  }

  /** Takes note that a timer has fired. */
  noteTurn(): void {
    this.#hasTurned = true;
  }

  /** Whether a timer has fired since the last operation, or since this was asked. */
  takeTurn(): boolean {
    const hasTurned = this.#hasTurned;
    this.#hasTurned = false;
    return hasTurned;
  }

  /** The memory of a process: its own, as a rule. */
  memoryFor(open: () => ModuleMemory): ModuleMemory {
    return this.setting.sharesMemory ? (this.#memory ??= open()) : open();
  }

  /** What happens while no process is alive. */
  betweenProcesses(ending: Fault | undefined): void {
    const { whileStopped, isSlow, deploy } = this.setting;
    const text = whileStopped && this.#visit(whileStopped);
    if (text !== undefined) this.record({ entry: "meanwhile", text });
    if (this.#processes + 1 === deploy?.fromProcess) {
      this.record({ entry: "meanwhile", text: "another version of the job is deployed" });
    }
    if (isSlow) this.clock.advance(aDayAndMore);
    this.#next = ending?.next;
  }

  /** Leases the job that is to come first, if there is one and it can be leased, or else the next one. */
  async leaseNext(want: Parameters<MemoryQueue["lease"]>[0]): Promise<Lease | undefined> {
    const wanted = this.#next;
    this.#next = undefined;
    const lease =
      wanted === undefined ? undefined : this.queue.leaseThis(`${this.setting.idPrefix}-${wanted}`, want.leaseMs);
    return lease ?? (await this.reached.queue.lease(want));
  }

  /** When the next process has something to do: for the job that is to come first, when its lease runs out. */
  async nextDueAt(): Promise<number | undefined> {
    if (this.#next !== undefined) {
      const first = this.queue.mark().jobs.find(({ job }) => job.id === `${this.setting.idPrefix}-${this.#next}`);
      if (first) return first.leasedUntil ?? first.job.runAt;
    }
    return await this.queue.nextDueAt();
  }

  /** Takes note of requests whose key another job has already, about something else. */
  noteKeys(requests: readonly JobRequest[]): void {
    if (!this.setting.listening) return;
    for (const request of requests) {
      const { key } = request;
      if (key === undefined) continue;
      const kept = this.#firstWithKey.get(key);
      if (!kept) this.#firstWithKey.set(key, request);
      else if (kept.name !== request.name || !sameJson(kept.args, request.args)) {
        this.takenForOne.push({ key, kept, dropped: request });
      }
    }
  }

  /** Takes note of an error that nobody has caught; what runs then would only show it again. */
  noteUncaught(error: unknown, job = "a job"): void {
    this.#uncaught.push({ job, error: error instanceof Error ? error : new Error(String(error)) });
  }

  /** The errors that nobody has caught. */
  get uncaught(): readonly Failure[] {
    return this.#uncaught;
  }

  /** Whether slow days are not over yet. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** Takes note that a service has failed a job in this execution. */
  noteFailing(job: QueuedJob): void {
    this.#failing = new Map([...this.#failing, [job.id, job.executions]]);
  }

  /** Whether a job, when it fails, has failed of a service: then somebody will retry it. */
  willRetry(job: QueuedJob): boolean {
    return this.#isSlow || (this.#failing.size > 0 && this.#failing.get(job.id) === job.executions);
  }

  /** Retries, as a person would, the dead letters of jobs that a service has failed. Returns whether there were any. */
  async retryFailed(): Promise<boolean> {
    let retried = false;
    for (const { job } of await this.queue.deadLetters()) {
      if (!this.willRetry(job)) continue;
      this.#failing = new Map([...this.#failing].filter(([id]) => id !== job.id));
      this.record({ entry: "meanwhile", text: `${job.name} is retried from the dead letters` });
      retried = (await this.queue.retry(job.id)) || retried;
    }
    // Whoever retries a job that was too slow for its own limits does so when the services have recovered.
    if (retried) this.#isSlow = false;
    return retried;
  }

  mark(): WorldMark {
    const queue = this.queue.mark();
    return {
      now: this.clock.now(),
      points: this.gate.count,
      processes: this.#processes,
      queue,
      progress: savedFor(queue, this.progress),
      shop: this.shop.mark(),
      failing: this.#failing,
      isSlow: this.#isSlow,
    };
  }

  /** Lets other people into the shop; what they did matters only to those who listen. */
  #visit(whileStopped: (shop: OpenShop) => void): string | undefined {
    if (this.setting.listening) return watchRows(this.shop, whileStopped);
    whileStopped(this.shop);
    return undefined;
  }

  /** While an effect is on its way, the timers fire that the job has set. */
  #letTimersFire(): Promise<void> | undefined {
    const next = this.clock.nextAlarm;
    const { effectMs, slowEffectMs } = this.setting;
    const until = this.clock.now() + (this.#isSlow ? slowEffectMs : effectMs);
    return next === undefined || !this.looks.time || next > until ? undefined : this.#fireTimers(until);
  }

  async #fireTimers(until: number): Promise<void> {
    for (let next = this.clock.nextAlarm; next !== undefined && next <= until; next = this.clock.nextAlarm) {
      this.clock.advanceTo(next);
      this.noteTurn();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
}

/** What the store holds for the jobs that are left. */
function savedFor({ jobs }: QueueMark, progress: MemoryProgress | undefined): WorldMark["progress"] {
  if (!progress) return none;
  const saved: (readonly [string, Progress])[] = [];
  for (const { job } of jobs) {
    const own = progress.peek(job.id);
    if (own !== undefined) saved.push([job.id, own]);
  }
  return saved;
}

/** The jobs that a process performs. */
export type Jobs = readonly AnyJobDefinition<Shop>[];

const newGate = (options: GateOptions): Gate => new Gate(options);

const none: readonly [] = [];
const noFailing: ReadonlyMap<string, number> = new Map();
// Not a whole number of days, nor of hours: executions begin at another time of the day each time, and at another minute.
const aDayAndMore = 37 * 3_600_000 + 7 * 60_000;
