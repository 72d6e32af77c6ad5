// Two live workers with one job: the first is paused past its lease, the second takes over, and then the first wakes up.
import {
  type JobDefinition,
  type Json,
  LeaseLostError,
  type MemoryProgress,
  type MemoryQueue,
  type ProgressStore,
} from "#jobs";
import type { Shop } from "#shop";
import { type Expectation, findProblems } from "../check/verdict.ts";
import type { Operation, Process } from "../run/gate.ts";
import { endOf, performAll } from "../run/perform-all.ts";
import { settingOf } from "../run/setting.ts";
import { begin, type Scenario } from "../run/simulate.ts";
import { noLooks } from "../run/watched-job.ts";
import type { WorkerProcess } from "../run/worker-process.ts";
import { type Reached, World } from "../run/world.ts";

export interface TwoWorkersOptions<Args extends Json>
  extends Pick<Scenario<Args>, "args" | "shop" | "begin" | "otherJobs">, Expectation {
  /** Whether the queue and the progress store refuse a worker whose lease has run out. Default: true. */
  readonly fencing?: boolean;
}

/** How the schedules ended. */
export interface TwoWorkersReport {
  /** Pairs of points: the first worker paused at one, the second at the other. */
  readonly schedules: number;
  /** Schedules in which an effect happened more than once, or never. */
  readonly repeated: number;
  readonly lost: number;
  /** Schedules in which a saved cursor was overwritten by an older one. */
  readonly wentBack: number;
  /** Schedules in which the job failed or did not finish. */
  readonly unfinished: number;
}

/**
 * Pauses a worker at every point, lets its lease run out, lets a second worker go on to every point, wakes the first one,
 * and then the second.
 *
 * @example const report = await exploreTwoWorkers(chargeOrders, { args, shop, effects });
 */
export async function exploreTwoWorkers<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  options: TwoWorkersOptions<NoInfer<Args>>,
): Promise<TwoWorkersReport> {
  const report = { schedules: 0, repeated: 0, lost: 0, wentBack: 0, unfinished: 0 };
  for (let first = 1; ; first += 1) {
    for (let second = 1; ; second += 1) {
      const end = await runPair(job, options, first, second);
      if (!end.firstPaused) return report;
      report.schedules += 1;
      if (end.kinds.has("repeated")) report.repeated += 1;
      if (end.kinds.has("lost")) report.lost += 1;
      if (end.kinds.has("failed") || end.kinds.has("unfinished")) report.unfinished += 1;
      if (end.wentBack) report.wentBack += 1;
      if (!end.secondPaused) break;
    }
  }
}

/** Holds a process at one of its points, until it is let go. */
class Pause {
  readonly reached: Promise<"paused">;
  #reach!: (paused: "paused") => void;
  #release!: () => void;
  readonly #released: Promise<void>;
  readonly #at: number;
  #count = 0;

  constructor(at: number) {
    this.#at = at;
    this.reached = new Promise((resolve) => (this.#reach = resolve));
    this.#released = new Promise((resolve) => (this.#release = resolve));
  }

  /** Called at each point of the process. */
  pass(): Promise<void> | undefined {
    this.#count += 1;
    if (this.#count !== this.#at) return undefined;
    this.#reach("paused");
    return this.#released;
  }

  release(): void {
    this.#release();
  }
}

async function runPair<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  { fencing = true, ...options }: TwoWorkersOptions<Args>,
  firstAt: number,
  secondAt: number,
) {
  const shop = options.shop();
  const saved: unknown[] = [];
  const pauses = new Map([
    [1, new Pause(firstAt)],
    [2, new Pause(secondAt)],
  ]);
  const setting = settingOf(job, options, { faults: [], shop, listening: false });
  const world = new World({
    setting,
    shop,
    faults: [],
    looks: noLooks(),
    record: () => {},
    hold: (process: Process, _operation: Operation) => pauses.get(process.number)?.pass(),
    reached: (queue, progress) =>
      fencing
        ? { queue, progress: progress && watchedProgress(progress, saved) }
        : { queue: unfencedQueue(queue), progress: unfencedProgress(saved) },
  });
  await begin(world, job, options);

  const one = run(world.start(), pauses.get(1) as Pause);
  const firstPaused = await one.pausedOrEnded;
  world.clock.advance(setting.leaseMs + 1);
  const two = run(world.start(), pauses.get(2) as Pause);
  const secondPaused = await two.pausedOrEnded;
  await one.goOn();
  await two.goOn();
  world.clock.advance(setting.leaseMs + 1);
  const outcomes = await performAll(world);
  const problems = findProblems({ ...endOf(world, outcomes), effects: shop.ledger.effects, entries: [] }, options);
  return { firstPaused, secondPaused, kinds: new Set(problems.map(({ kind }) => kind)), wentBack: goesBack(saved) };
}

function run(process: WorkerProcess, pause: Pause) {
  const performing = process.performNext();
  return {
    pausedOrEnded: Promise.race([pause.reached, performing.then(() => "ended" as const)]).then(
      (how) => how === "paused",
    ),
    goOn: async () => {
      pause.release();
      await performing;
    },
  };
}

/** The same store, which remembers the cursors that were saved, in the order of the writes. */
const watchedProgress = (store: ProgressStore, saved: unknown[]): ProgressStore => ({
  mostRedone: store.mostRedone,
  open: (lease) => store.open(lease),
  save: async (lease, progress, isLast) => {
    await store.save(lease, progress, isLast);
    saved.push(progress.current?.cursor);
  },
  forget: (lease) => store.forget(lease),
});

const goesBack = (saved: readonly unknown[]): boolean => {
  const numbers = saved.filter((cursor) => typeof cursor === "number");
  return numbers.some((cursor, index) => index > 0 && cursor < (numbers[index - 1] as number));
};

/** What most home-made stores are: whoever writes last wins. */
function unfencedProgress(saved: unknown[]): ProgressStore {
  const records = new Map<string, Parameters<MemoryProgress["save"]>[1]>();
  return {
    mostRedone: 1,
    open: async ({ job }) => records.get(job.id) ?? job.progress,
    save: async ({ job }, progress) => {
      records.set(job.id, progress);
      saved.push(progress.current?.cursor);
    },
    forget: async ({ job }) => void records.delete(job.id),
  };
}

/** A queue that lets a worker settle a job although its lease has run out. */
function unfencedQueue(queue: MemoryQueue): Reached["queue"] {
  return {
    enqueue: (requests) => queue.enqueue(requests),
    enqueueLeased: (request, ms) => queue.enqueueLeased(request, ms),
    lease: (want) => queue.lease(want),
    renew: forgiving((lease, ms) => queue.renew(lease, ms)),
    acknowledge: forgiving((lease, followUps) => queue.acknowledge(lease, followUps)),
    release: forgiving((lease, release) => queue.release(lease, release)),
    bury: forgiving((lease, failure) => queue.bury(lease, failure)),
  };
}

/** The same write, which does not mind that the lease has run out. */
function forgiving<Args extends readonly unknown[]>(write: (...args: Args) => Promise<void>) {
  return async (...args: Args): Promise<void> => {
    try {
      await write(...args);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
    }
  };
}
