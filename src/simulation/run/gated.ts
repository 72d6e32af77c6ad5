// A queue and a progress store as one process reaches them: through the gate.
import type { Enqueuer, JobRequest, Lease, Lessor, Progress, ProgressStore, Settler } from "#jobs";
import { MOMENT_ZERO } from "../modules/index.ts";
import type { Operation } from "./gate.ts";
import type { PointKind } from "./run.ts";

/** Lets an operation of one process through the gate. */
export type Pass = <Result>(operation: Operation, apply: () => Result | Promise<Result>) => Promise<Result>;

/** Which job a process is given, and who wants to know. */
export interface Leasing {
  lease(want: Parameters<WorkersQueue["lease"]>[0]): ReturnType<WorkersQueue["lease"]>;
  leased(lease: Lease | undefined): void;
  /** Requests that have reached the queue. */
  enqueued(requests: readonly JobRequest[]): void;
}

/** A queue in the roles that a worker needs. */
export type WorkersQueue = Enqueuer & Lessor & Settler;

export class GatedQueue implements WorkersQueue {
  readonly #queue: WorkersQueue;
  readonly #pass: Pass;
  readonly #leasing: Leasing;

  constructor(queue: WorkersQueue, pass: Pass, leasing: Leasing) {
    this.#queue = queue;
    this.#pass = pass;
    this.#leasing = leasing;
  }

  enqueue(requests: readonly JobRequest[]): ReturnType<WorkersQueue["enqueue"]> {
    const item = requests[0]?.name ?? "nothing";
    return this.#pass({ kind: "enqueue", name: `enqueue ${item}`, verb: "enqueue", item }, () => {
      this.#leasing.enqueued(requests);
      return this.#queue.enqueue(onTheClock(requests));
    });
  }

  enqueueLeased(...args: Parameters<WorkersQueue["enqueueLeased"]>): ReturnType<WorkersQueue["enqueueLeased"]> {
    return this.#pass(operations.lease, () => this.#queue.enqueueLeased(...args));
  }

  async lease(want: Parameters<WorkersQueue["lease"]>[0]): ReturnType<WorkersQueue["lease"]> {
    const lease = await this.#pass(operations.lease, () => this.#leasing.lease(want));
    this.#leasing.leased(lease);
    return lease;
  }

  renew(lease: Lease, leaseMs: number): Promise<void> {
    return this.#pass(operations.renew, () => this.#queue.renew(lease, leaseMs));
  }

  acknowledge(lease: Lease, followUps: readonly JobRequest[]): Promise<void> {
    return this.#pass(operations.acknowledge, () => {
      this.#leasing.enqueued(followUps);
      return this.#queue.acknowledge(lease, onTheClock(followUps));
    });
  }

  release(...args: Parameters<WorkersQueue["release"]>): Promise<void> {
    return this.#pass(operations.release, () => this.#queue.release(...args));
  }

  bury(...args: Parameters<WorkersQueue["bury"]>): Promise<void> {
    return this.#pass(operations.bury, () => this.#queue.bury(...args));
  }
}

/**
 * Requests with their times as the virtual clock counts them. The queue of a real worker counts from 1970, as dates do, and
 * so does a job that gives a date five minutes from now; the virtual clock begins at 0.
 */
const onTheClock = (requests: readonly JobRequest[]): readonly JobRequest[] =>
  requests.some(isDated)
    ? requests.map((one) => (isDated(one) ? { ...one, at: (one.at as number) - MOMENT_ZERO } : one))
    : requests;

const isDated = ({ at }: JobRequest): boolean => at !== undefined && at >= MOMENT_ZERO;

export class GatedProgress implements ProgressStore {
  readonly #progress: ProgressStore;
  readonly #pass: Pass;

  get mostRedone(): number {
    return this.#progress.mostRedone;
  }

  constructor(progress: ProgressStore, pass: Pass) {
    this.#progress = progress;
    this.#pass = pass;
  }

  open(lease: Lease): Promise<Progress | undefined> {
    return this.#pass(operations.open, () => this.#progress.open(lease));
  }

  save(lease: Lease, progress: Progress, isLast: boolean): Promise<void> {
    return this.#pass(operations.save, () => this.#progress.save(lease, progress, isLast));
  }

  forget(lease: Lease): Promise<void> {
    return this.#pass(operations.forget, () => this.#progress.forget(lease));
  }
}

const operation = (kind: PointKind): Operation => ({ kind, name: kind, verb: kind, item: undefined });

const operations = {
  lease: operation("lease"),
  renew: operation("renew"),
  enqueue: operation("enqueue"),
  acknowledge: operation("acknowledge"),
  release: operation("release"),
  bury: operation("bury"),
  open: operation("open"),
  save: operation("save"),
  forget: operation("forget"),
};
