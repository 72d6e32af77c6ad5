// A crash as most tests fake it: an operation raises an error. The process lives on, so catch and finally run and what
// they save is kept, and the job is tried again.
import { enqueue, MemoryProgress, MemoryQueue, type Outcome } from "#jobs";
import { VirtualClock } from "#simulation";
import { Gate, type Operation, type Process } from "../../src/simulation/run/gate.ts";
import type { RunEntry } from "../../src/simulation/run/run.ts";
import { failuresIn } from "../../src/simulation/run/simulate.ts";
import { WorkerProcess, type World } from "../../src/simulation/run/worker-process.ts";
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

  constructor(crash: ThrownCrash, options: Omit<ConstructorParameters<typeof Gate>[0], "faults">) {
    super({ ...options, faults: [] });
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
  const clock = new VirtualClock();
  const shop = scenario.shop();
  const entries: RunEntry[] = [];
  const record = (entry: RunEntry) => void entries.push(entry);
  const world: World = {
    clock,
    queue: new MemoryQueue({ clock }),
    progress: scenario.progress === "payload" ? undefined : new MemoryProgress(),
    shop,
    gate: new ThrowingGate(crash, {
      maxPoints: 10_000,
      record,
      took: () => clock.advance(1),
      lastWasRepeated: () => shop.ledger.requests.at(-1)?.repeated ?? false,
    }),
    // A queue tries a job again after an error; without that, each crash would look like a job that failed.
    jobs: [job, ...(scenario.otherJobs ?? [])].map((one) => ({ ...one, retryOn: [{ errors: CrashError, wait: 0 }] })),
    leaseMs: 30_000,
    graceMs: 25_000,
    record,
  };
  await enqueue(world.queue, job, scenario.args);
  const outcomes = await performAll(world, scenario);
  const failures = failuresIn(await world.queue.deadLetters(), outcomes);
  const left = await world.queue.jobs();
  return {
    end: failures.length > 0 ? "failed" : left.length > 0 ? "unfinished" : "finished",
    failures,
    entries,
    requests: shop.ledger.requests,
    effects: shop.ledger.effects,
  };
}

async function performAll(world: World, { whileStopped }: SubjectScenario): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let number = 1; number <= maxExecutions; number += 1) {
    const dueAt = await world.queue.nextDueAt();
    if (dueAt === undefined) break;
    world.clock.advanceTo(dueAt);
    const outcome = await performNext(new WorkerProcess(number, world));
    if (outcome && outcome !== "died") outcomes.push(outcome);
    whileStopped?.(world.shop);
  }
  return outcomes;
}

/** An error that no code of the job was there to catch ends the process: its lease runs out. */
async function performNext(process: WorkerProcess): Promise<Outcome | "died" | undefined> {
  try {
    return await process.performNext();
  } catch (error) {
    if (error instanceof CrashError) return "died";
    throw error;
  }
}
