// Runs a job to its end in a simulated world: virtual time, worker processes that come and go, faults on order.
import { type AnyJobDefinition, enqueue, type JobDefinition, type Json, type Queue } from "#jobs";
import type { OpenShop, Shop } from "#shop";
import type { Fault } from "./fault.ts";
import { endOf, performAll } from "./perform-all.ts";
import type { Run, RunEntry } from "./run.ts";
import { settingOf } from "./setting.ts";
import { noLooks } from "./watched-job.ts";
import { World } from "./world.ts";

/** What a job is run in, and what happens to it. */
export interface Scenario<Args extends Json> {
  readonly args: Args;
  /** Opens a fresh shop for each run, so that no run sees what another one did. */
  readonly shop: () => OpenShop;
  /** Stop requests, crashes, and services that fail; none by default. A job that fails of a service is retried once. */
  readonly faults?: readonly Fault[];
  /** Enqueues more jobs, which wait in the queue from the beginning, behind the scenario's own. */
  readonly begin?: (queue: Pick<Queue, "enqueue">) => Promise<unknown>;
  /**
   * Where progress is kept: saved at each checkpoint (the default), or in the payload, which becomes durable only when
   * the job goes back to the queue.
   */
  readonly progress?: "payload" | "each checkpoint";
  /** What other people do while no worker is alive; called each time before a new one starts. */
  readonly whileStopped?: (shop: OpenShop) => void;
  /** How many jobs one process performs at the same time. Default: 1. */
  readonly concurrency?: number;
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
 * @returns the run; a fault that found no place to strike is named in it, and every check refuses such a run
 */
export async function simulate<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: Scenario<NoInfer<Args>>,
): Promise<Run> {
  const run = await runIn(job, scenario, false);
  if (run.forgotten.length === 0) return run;
  const remembering = await unlessStuck(runIn(job, scenario, true));
  if (!remembering) return run;
  const { end, failures, effects } = remembering;
  return { ...run, remembering: { end, failures, effects, entries: [] } };
}

// Runs wait for nothing outside: one that is not over after so many turns of the event loop, timers included, never will be.
const manyTurns = 1_000;

/** A run in a memory that outlives its processes may wait for ever for what a dead one was to do: that one is given up. */
async function unlessStuck(run: Promise<Run>): Promise<Run | undefined> {
  const over = new AbortController();
  const givenUp = async () => {
    for (let turn = 0; turn < manyTurns && !over.signal.aborted; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return undefined;
  };
  try {
    return await Promise.race([run, givenUp()]);
  } finally {
    over.abort();
  }
}

async function runIn<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: Scenario<Args>,
  sharesMemory: boolean,
): Promise<Run> {
  const { faults = [], watch } = scenario;
  const shop = scenario.shop();
  const entries: RunEntry[] = [];
  const world: World = new World({
    setting: settingOf(job, scenario, { faults, shop, listening: true, sharesMemory }),
    shop,
    faults,
    looks: noLooks(),
    record: (entry) => void entries.push({ ...entry, at: world.clock.now() }),
    ...(watch && { watch }),
  });
  await begin(world, job, scenario);
  let forgotten: readonly string[] = [];
  const outcomes = await performAll(world, (process) => {
    const isOver = !process.alive || process.stopping;
    if (isOver && !sharesMemory) forgotten = [...new Set([...forgotten, ...process.remembered])];
    return false;
  });
  const { end, failures } = endOf(world, outcomes);
  return {
    end,
    error: failures[0]?.error,
    failures,
    entries,
    requests: shop.ledger.requests,
    effects: shop.ledger.effects,
    faults,
    neverStruck: world.gate.waiting,
    takenForOne: world.takenForOne,
    forgotten,
    looksAtSignal: world.looks.signal,
    executions: outcomes.length,
    elapsedMs: world.clock.now(),
    progress: scenario.progress ?? "each checkpoint",
  };
}

/** Enqueues what a scenario begins with. */
export async function begin<Args extends Json>(
  { queue }: World,
  job: JobDefinition<Args, Shop>,
  scenario: Pick<Scenario<Args>, "args" | "begin">,
): Promise<void> {
  await enqueue(queue, job, scenario.args);
  await scenario.begin?.(queue);
}
