// A queue and a progress store as one process reaches them: through the gate.
import type { Lease, Progress, ProgressStore, Queue } from "#jobs";
import type { Operation } from "./gate.ts";
import type { PointKind } from "./run.ts";

/** Lets an operation of one process through the gate. */
export type Pass = <Result>(operation: Operation, apply: () => Result | Promise<Result>) => Promise<Result>;

/** Which job a process is given, and who wants to know. */
export interface Leasing {
  lease(want: Parameters<Queue["lease"]>[0]): ReturnType<Queue["lease"]>;
  leased(lease: Lease | undefined): void;
}

/** The same queue. Reading needs no gate: it leaves no trace. */
export class GatedQueue implements Queue {
  readonly #queue: Queue;
  readonly #pass: Pass;
  readonly #leasing: Leasing;

  constructor(queue: Queue, pass: Pass, leasing: Leasing) {
    this.#queue = queue;
    this.#pass = pass;
    this.#leasing = leasing;
  }

  enqueue(...args: Parameters<Queue["enqueue"]>): ReturnType<Queue["enqueue"]> {
    const item = args[0][0]?.name ?? "nothing";
    return this.#pass({ kind: "enqueue", name: `enqueue ${item}`, verb: "enqueue", item }, () =>
      this.#queue.enqueue(...args),
    );
  }

  enqueueLeased(...args: Parameters<Queue["enqueueLeased"]>): ReturnType<Queue["enqueueLeased"]> {
    return this.#pass(operations.lease, () => this.#queue.enqueueLeased(...args));
  }

  async lease(want: Parameters<Queue["lease"]>[0]): ReturnType<Queue["lease"]> {
    const lease = await this.#pass(operations.lease, () => this.#leasing.lease(want));
    this.#leasing.leased(lease);
    return lease;
  }

  renew(lease: Lease, leaseMs: number): Promise<Lease> {
    return this.#pass(operations.renew, () => this.#queue.renew(lease, leaseMs));
  }

  acknowledge(...args: Parameters<Queue["acknowledge"]>): Promise<void> {
    return this.#pass(operations.acknowledge, () => this.#queue.acknowledge(...args));
  }

  release(...args: Parameters<Queue["release"]>): Promise<void> {
    return this.#pass(operations.release, () => this.#queue.release(...args));
  }

  bury(...args: Parameters<Queue["bury"]>): Promise<void> {
    return this.#pass(operations.bury, () => this.#queue.bury(...args));
  }

  nextDueAt(queues?: readonly string[]): Promise<number | undefined> {
    return this.#queue.nextDueAt(queues);
  }

  jobs(): ReturnType<Queue["jobs"]> {
    return this.#queue.jobs();
  }

  deadLetters(): ReturnType<Queue["deadLetters"]> {
    return this.#queue.deadLetters();
  }

  retry(jobId: string): Promise<boolean> {
    return this.#pass(operations.enqueue, () => this.#queue.retry(jobId));
  }
}

export class GatedProgress implements ProgressStore {
  readonly #progress: ProgressStore;
  readonly #pass: Pass;

  constructor(progress: ProgressStore, pass: Pass) {
    this.#progress = progress;
    this.#pass = pass;
  }

  open(lease: Lease): Promise<Progress | undefined> {
    return this.#pass(operations.open, () => this.#progress.open(lease));
  }

  save(lease: Lease, progress: Progress): Promise<void> {
    return this.#pass(operations.save, () => this.#progress.save(lease, progress));
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
