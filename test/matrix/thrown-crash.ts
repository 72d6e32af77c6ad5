// A crash as most tests fake it: an operation raises an error. The process lives on, so catch and finally run and what
// they save is kept, and the job is tried again.
import { begin } from "../../src/simulation/run/simulate.ts";
import { Gate, type GateOptions, type Operation, type Process } from "../../src/simulation/run/gate.ts";
import { endOf } from "../../src/simulation/run/perform-all.ts";
import type { RunEntry } from "../../src/simulation/run/run.ts";
import { settingOf } from "../../src/simulation/run/setting.ts";
import { noLooks } from "../../src/simulation/run/watched-job.ts";
import type { Ending, WorkerProcess } from "../../src/simulation/run/worker-process.ts";
import { World } from "../../src/simulation/run/world.ts";
import type { Judged } from "./judge.ts";
import type { SubjectScenario, TestedJob } from "#catalogue";

// More than any run of a scenario needs.
const maxExecutions = 50;

export interface ThrownCrash {
  readonly when: "before" | "after";
  /** The number of the point, counted from 1 over the run. */
  readonly point: number;
}

class CrashError extends Error {
  override readonly name = "CrashError";
}

/** Lets everything pass as the gate does, and throws once. */
class ThrowingGate extends Gate {
  readonly #crash: ThrownCrash;

  constructor(crash: ThrownCrash, options: GateOptions) {
    super(options);
    this.#crash = crash;
  }

  override async pass<Result>(
    process: Process,
    operation: Operation,
    apply: () => Result | Promise<Result>,
  ): Promise<Result> {
    const when = this.count + 1 === this.#crash.point ? this.#crash.when : undefined;
    if (when === "before") {
      // Counted, or the next operation would be struck as well.
      await super.pass(process, { kind: "checkpoint", name: "crash", verb: "crash", item: undefined }, () => undefined);
      throw new CrashError(`before ${operation.name}`);
    }
    const result = await super.pass(process, operation, apply);
    if (when === "after") throw new CrashError(`after ${operation.name}`);
    return result;
  }
}

/** Runs a job to its end with one crash that is thrown. */
export async function runWithThrownCrash(
  job: TestedJob,
  scenario: SubjectScenario,
  crash: ThrownCrash,
): Promise<Judged> {
  const shop = scenario.shop();
  const entries: RunEntry[] = [];
  // A queue tries a job again after an error; without that, each crash would look like a job that failed.
  const tried = <Job extends TestedJob>(one: Job) => ({ ...one, retryOn: [{ errors: CrashError, wait: 0 }] });
  const otherJobs = (scenario.otherJobs ?? []).map((one) => tried(one as TestedJob));
  const world = new World({
    setting: settingOf(
      tried(job),
      { ...scenario, otherJobs, maxPoints: 10_000 },
      { faults: [], shop, listening: true },
    ),
    shop,
    faults: [],
    record: (entry) => void entries.push(entry),
    looks: noLooks(),
    gate: (options) => new ThrowingGate(crash, options),
  });
  await begin(world, job, scenario);
  const outcomes = await performEach(world);
  return { ...endOf(world, outcomes), entries, requests: shop.ledger.requests, effects: shop.ledger.effects };
}

/** Each execution in a process of its own, as after a crash. */
async function performEach(world: World): Promise<readonly Ending[]> {
  const outcomes: Ending[] = [];
  for (let number = 1; number <= maxExecutions; number += 1) {
    const dueAt = await world.nextDueAt();
    if (dueAt === undefined) break;
    world.clock.advanceTo(dueAt);
    outcomes.push(...(await performNext(world.start())));
    world.betweenProcesses(undefined);
  }
  return outcomes;
}

/** An error that no code of the job was there to catch ends the process: its lease runs out. */
async function performNext(process: WorkerProcess): Promise<readonly Ending[]> {
  try {
    return await process.performNext();
  } catch (error) {
    if (error instanceof CrashError) return ["died"];
    throw error;
  }
}
