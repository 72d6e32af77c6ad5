// A simulated worker process: a real worker whose queue, progress store and shop are reached through the gate only.
import {
  type AnyJobDefinition,
  type JobEvent,
  type Outcome,
  type ProgressStore,
  type Queue,
  type QueuedJob,
  Worker,
} from "#jobs";
import type { OpenShop, Shop } from "#shop";
import type { Gate, Process } from "./gate.ts";
import { GatedProgress, GatedQueue, type Pass } from "./gated.ts";
import type { FaultEntry, RunEntry } from "./run.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What all worker processes of a run share: it outlives each of them. */
export interface World {
  readonly clock: VirtualClock;
  readonly queue: Queue;
  readonly progress: ProgressStore | undefined;
  readonly shop: OpenShop;
  readonly gate: Gate;
  readonly jobs: readonly AnyJobDefinition<Shop>[];
  readonly leaseMs: number;
  readonly graceMs: number;
  /** Another version of the jobs, for processes that begin later: a deploy. */
  readonly deployed?: { readonly fromProcess: number; readonly jobs: readonly AnyJobDefinition<Shop>[] };
  readonly record: (entry: RunEntry) => void;
  /** Whether events are recorded; an exploration does without, for speed. Default: true. */
  readonly listening?: boolean;
}

export class WorkerProcess implements Process {
  readonly number: number;
  readonly #world: World;
  readonly #worker: Worker<Shop>;
  readonly #died: Promise<"died">;
  #die!: (died: "died") => void;
  #dead = false;

  constructor(number: number, world: World) {
    this.number = number;
    this.#world = world;
    this.#died = new Promise((resolve) => (this.#die = resolve));
    this.#worker = this.#start();
  }

  get alive(): boolean {
    return this.#worker.state !== "killed";
  }

  get stopping(): boolean {
    return this.#worker.state === "stopping";
  }

  /** Performs the next job. Returns how it ended, undefined when there is none, or "died" when the process did. */
  async performNext(): Promise<Outcome | "died" | undefined> {
    return await Promise.race([this.#worker.performNext(), this.#died]);
  }

  terminate(): void {
    if (this.stopping) return;
    this.#note("SIGTERM", "fault");
    const { graceMs } = this.#world;
    void this.#worker.stop({ graceMs }).then((how) => how === "killed" && this.kill("grace period over"));
  }

  kill(why: FaultEntry["why"]): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#worker.kill();
    this.#note("SIGKILL", why);
    this.#die("died");
  }

  #note(kind: FaultEntry["kind"], why: FaultEntry["why"]): void {
    this.#world.record({ entry: "fault", worker: this.number, kind, why });
  }

  #start(): Worker<Shop> {
    const { clock, queue, progress, shop, gate, leaseMs, record, deployed, listening = true } = this.#world;
    const jobs = deployed && this.number >= deployed.fromProcess ? deployed.jobs : this.#world.jobs;
    const pass: Pass = (operation, apply) => gate.pass(this, operation, apply);
    return new Worker({
      clock,
      jobs,
      leaseMs,
      queue: new GatedQueue(queue, pass),
      ...(progress && { progress: new GatedProgress(progress, pass) }),
      services: shop.connect(({ effect: name, verb, item }, apply) =>
        pass({ kind: "effect", name, verb, item }, apply),
      ),
      stopReason: () => {
        gate.ask(this);
        return this.stopping ? "stopping" : undefined;
      },
      ...(listening && {
        onEvent: (event: JobEvent, job: QueuedJob) => record({ entry: "event", worker: this.number, job, event }),
      }),
    });
  }
}
