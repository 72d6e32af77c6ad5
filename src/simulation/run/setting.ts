// What is fixed about a world before it opens: the jobs, the pace, and what other people do.
import type { AnyJobDefinition, JobDefinition, Json } from "#jobs";
import type { OpenShop, Shop } from "#shop";
import { isRenewable } from "../modules/index.ts";
import type { Fault } from "./fault.ts";
import { hashOf } from "./hash.ts";
import type { Scenario } from "./simulate.ts";

/** A scenario with everything that it leaves out filled in. */
export interface Setting {
  readonly jobs: readonly AnyJobDefinition<Shop>[];
  readonly deploy: { readonly fromProcess: number; readonly jobs: readonly AnyJobDefinition<Shop>[] } | undefined;
  /** Whether a job comes from a module that can be evaluated anew. */
  readonly renewable: boolean;
  /** Whether all processes share one memory, as no processes do: to find out whether that makes the difference. */
  readonly sharesMemory: boolean;
  readonly inPayload: boolean;
  readonly effectMs: number;
  /** What an effect takes on slow days. */
  readonly slowEffectMs: number;
  readonly graceMs: number;
  readonly leaseMs: number;
  /** Whether it begins with slow days, and more than a day goes by between two processes. */
  readonly isSlow: boolean;
  readonly concurrency: number;
  readonly maxPoints: number;
  readonly maxExecutions: number;
  readonly whileStopped: ((shop: OpenShop) => void) | undefined;
  readonly idPrefix: string;
  /** Whether events are recorded; an exploration does without, for speed. */
  readonly listening: boolean;
}

export interface SettingOptions {
  /** The faults of the run; among them a slow day, if it is to be one. */
  readonly faults: readonly Fault[];
  readonly shop: OpenShop;
  readonly listening: boolean;
  readonly sharesMemory?: boolean;
}

const anHour = 3_600_000;
// Longer than any job works on a slow day: it is to meet the time, not the end of its lease.
const aMonth = 30 * 24 * anHour;

/** Fills in a scenario. */
export function settingOf<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: Omit<Scenario<Args>, "faults">,
  { faults, shop, listening, sharesMemory = false }: SettingOptions,
): Setting {
  const { otherJobs = [], deploy, effectMs = 100, graceMs = 25_000, leaseMs = 30_000 } = scenario;
  const isSlow = faults.some(({ kind }) => kind === "slow");
  const jobs = [job, ...otherJobs];
  return {
    jobs,
    deploy: deploy && { fromProcess: deploy.fromProcess, jobs: [deploy.job, ...otherJobs] },
    renewable: jobs.some(isRenewable) || (deploy !== undefined && isRenewable(deploy.job)),
    sharesMemory,
    inPayload: scenario.progress === "payload",
    effectMs,
    slowEffectMs: anHour,
    graceMs: isSlow ? aMonth : graceMs,
    leaseMs: isSlow ? aMonth : leaseMs,
    isSlow,
    concurrency: scenario.concurrency ?? 1,
    maxPoints: scenario.maxPoints ?? 200_000,
    maxExecutions: scenario.maxExecutions ?? 1_000,
    whileStopped: scenario.whileStopped,
    idPrefix: `job-${nameOf(job.name, scenario.args, shop)}`,
    listening,
  };
}

/** Ids of jobs differ from world to world, and are the same whenever a world is opened again. */
function nameOf(job: string, args: Json, { rows }: OpenShop): string {
  const parts = [
    job,
    args,
    rows.orders.slice(0, 20),
    rows.customers.length,
    rows.orders.length,
    rows.recipients.length,
    ...rows.marketOrders.slice(0, 20),
  ];
  return (hashOf(JSON.stringify(parts)) % 36 ** 3).toString(36).padStart(3, "0");
}
