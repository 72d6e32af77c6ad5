// Runs a job to its end in a simulated world: virtual time, worker processes that come and go, faults on order.
import {
  type AnyJobDefinition,
  type DeadLetter,
  enqueue,
  type JobDefinition,
  type Json,
  MemoryProgress,
  MemoryQueue,
  type Outcome,
} from "#jobs";
import type { OpenShop, Shop } from "#shop";
import type { Fault } from "./fault.ts";
import { Gate } from "./gate.ts";
import { watchRows } from "./meanwhile.ts";
import type { Failure, Run, RunEntry } from "./run.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { WorkerProcess, type World } from "./worker-process.ts";

/** What a job is run in, and what happens to it. */
export interface Scenario<Args extends Json> {
  readonly args: Args;
  /** Opens a fresh shop for each run, so that no run sees what another one did. */
  readonly shop: () => OpenShop;
  /** Stop requests and crashes; none by default. */
  readonly faults?: readonly Fault[];
  /**
   * Where progress is kept: saved at each checkpoint (the default), or in the payload, which becomes durable only when
   * the job goes back to the queue.
   */
  readonly progress?: "payload" | "each checkpoint";
  /** What other people do while no worker is alive; called each time before a new one starts. */
  readonly whileStopped?: (shop: OpenShop) => void;
  /** Jobs that the job enqueues. */
  readonly otherJobs?: readonly AnyJobDefinition<Shop>[];
  /** Milliseconds that one effect takes. Default: 100. */
  readonly effectMs?: number;
  /** Milliseconds from SIGTERM to SIGKILL. Default: 25,000. */
  readonly graceMs?: number;
  /** Milliseconds that a lease lasts. Default: 30,000. */
  readonly leaseMs?: number;
  /** How many operations and checkpoints a run may have. Default: 200,000. */
  readonly maxPoints?: number;
  /** A deploy: worker processes from this one on, counted from 1, perform this version of the job. */
  readonly deploy?: { readonly fromProcess: number; readonly job: AnyJobDefinition<Shop> };
  /** Called at one point of the run, on its way in. */
  readonly watch?: { readonly point: number; readonly seen: () => void };
  /** How many executions a run may have. Default: 1,000. */
  readonly maxExecutions?: number;
}

/**
 * Enqueues the job and performs it, with new worker processes after each fault, until the queue is empty.
 *
 * @example const run = await simulate(chargeOrders, { args, shop, faults: [sigterm({ after: "charge 3" })] });
 * @returns the run; a fault that found no place to strike is in its `neverStruck`, and every check refuses such a run
 */
export async function simulate<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: Scenario<NoInfer<Args>>,
): Promise<Run> {
  const entries: RunEntry[] = [];
  const world: World = openWorld(job, scenario, (entry) => void entries.push({ ...entry, at: world.clock.now() }));
  await enqueue(world.queue, job, scenario.args);
  const { whileStopped, deploy } = scenario;
  let stopped = 0;
  const outcomes = await performAll(world, {
    ...scenario,
    whileStopped: (shop) => {
      const text = whileStopped && watchRows(shop, whileStopped);
      if (text !== undefined) world.record({ entry: "meanwhile", text });
      stopped += 1;
      if (stopped + 1 === deploy?.fromProcess) {
        world.record({ entry: "meanwhile", text: "another version of the job is deployed" });
      }
    },
  });
  const failures = failuresIn(await world.queue.deadLetters(), outcomes);
  const left = await world.queue.jobs();
  return {
    end: failures.length > 0 ? "failed" : left.length > 0 ? "unfinished" : "finished",
    error: failures[0]?.error,
    failures,
    entries,
    requests: world.shop.ledger.requests,
    effects: world.shop.ledger.effects,
    faults: scenario.faults ?? [],
    neverStruck: world.gate.waiting,
    executions: outcomes.length,
    elapsedMs: world.clock.now(),
    progress: scenario.progress ?? "each checkpoint",
  };
}

function openWorld<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  { faults = [], progress, effectMs = 100, otherJobs = [], leaseMs = 30_000, deploy, ...scenario }: Scenario<Args>,
  record: World["record"],
): World {
  const clock = new VirtualClock();
  const shop = scenario.shop();
  return {
    clock,
    queue: new MemoryQueue({ clock }),
    progress: progress === "payload" ? undefined : new MemoryProgress(),
    shop,
    gate: new Gate({
      faults,
      maxPoints: scenario.maxPoints ?? 200_000,
      record,
      // Only effects take noticeable time.
      took: (kind) => clock.advance(kind === "effect" ? effectMs : 1),
      ...(scenario.watch && { watch: scenario.watch }),
      lastWasRepeated: () => shop.ledger.requests.at(-1)?.repeated ?? false,
    }),
    jobs: [job, ...otherJobs],
    ...(deploy && { deployed: { fromProcess: deploy.fromProcess, jobs: [deploy.job, ...otherJobs] } }),
    leaseMs,
    graceMs: scenario.graceMs ?? 25_000,
    record,
  };
}

/**
 * Starts worker processes, one after another, until nothing is left to do.
 *
 * @param untilStopped whether the end of the first process is the end of it all
 * @param firstNumber the number of the first process
 */
export async function performAll(
  world: World,
  {
    whileStopped,
    maxExecutions = 1_000,
  }: Pick<Scenario<Json>, "whileStopped"> & { readonly maxExecutions?: number | undefined },
  untilStopped = false,
  firstNumber = 1,
): Promise<readonly (Outcome | "died")[]> {
  const outcomes: (Outcome | "died")[] = [];
  let process = new WorkerProcess(firstNumber, world);
  while (outcomes.length < maxExecutions && !world.gate.exhausted) {
    const dueAt = await world.queue.nextDueAt();
    if (dueAt === undefined) break;
    world.clock.advanceTo(dueAt);
    const outcome = await process.performNext();
    if (outcome) outcomes.push(outcome);
    if (!process.alive || process.stopping) {
      whileStopped?.(world.shop);
      if (untilStopped) break;
      process = new WorkerProcess(process.number + 1, world);
    }
  }
  return outcomes;
}

/**
 * The jobs that failed for good: those among the dead letters, though the worker may have died before it could tell.
 *
 * @param outcomes where the errors themselves are, with their stacks; a dead letter keeps their words only
 */
export function failuresIn(dead: readonly DeadLetter[], outcomes: readonly (Outcome | "died")[]): readonly Failure[] {
  const raised = outcomes.filter(hasFailed);
  return dead.map(({ job: { id, name }, error }) => ({
    job: name,
    error:
      raised.find(({ job }) => job.id === id)?.error ?? Object.assign(new Error(error.message), { name: error.name }),
  }));
}

/** Whether an outcome is that of a job that failed for good. */
export const hasFailed = (outcome: Outcome | "died"): outcome is Extract<Outcome, { readonly kind: "failed" }> =>
  outcome !== "died" && outcome.kind === "failed";
