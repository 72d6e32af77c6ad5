// Threads that are started before they are needed: half of the time from a save to a verdict is the start of a thread.
import { Worker } from "node:worker_threads";
import { join } from "node:path";
import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from "vitest/node";

/** The next spare thread starts when the verdict of this run is on the screen, so that it takes no time from it. */
const SPARE_AFTER_MS = 50;

export interface WarmThreads {
  /** The value for vitest's option `pool`. */
  readonly pool: PoolRunnerInitializer;
  /** How many milliseconds the thread of the present run has been at work, and not waited for anything. */
  readonly activeMs: () => number;
}

/** A pool for vitest that behaves like its own "threads", one fresh thread a run, and keeps one thread ready. */
export function warmThreads(): WarmThreads {
  let spare: Worker | undefined;
  let latest: Worker | undefined;
  const take = (options: PoolOptions): Worker => {
    const thread = spare ?? startThread(options);
    spare = undefined;
    thread.ref();
    latest = thread;
    return thread;
  };
  const prepare = (options: PoolOptions): void => {
    setTimeout(() => {
      if (spare) return;
      const thread = startThread(options);
      const lost = (): void => void (spare === thread && (spare = undefined));
      // A spare must not keep the process alive, and one that dies is no loss.
      thread.unref();
      thread.once("error", lost);
      thread.once("exit", lost);
      spare = thread;
    }, SPARE_AFTER_MS).unref();
  };
  return {
    pool: { name: "warm-threads", createPoolWorker: (options) => new WarmThread(options, take, prepare) },
    activeMs: () => latest?.performance.eventLoopUtilization().active ?? 0,
  };
}

class WarmThread implements PoolWorker {
  readonly name = "warm-threads";
  readonly #options: PoolOptions;
  readonly #take: (options: PoolOptions) => Worker;
  readonly #prepare: (options: PoolOptions) => void;
  #thread: Worker | undefined;

  constructor(options: PoolOptions, take: (options: PoolOptions) => Worker, prepare: (options: PoolOptions) => void) {
    this.#options = options;
    this.#take = take;
    this.#prepare = prepare;
  }

  async start(): Promise<void> {
    this.#thread ??= this.#take(this.#options);
  }

  async stop(): Promise<void> {
    await this.#thread?.terminate();
    this.#thread = undefined;
    this.#prepare(this.#options);
  }

  on(event: string, listener: (message: unknown) => void): void {
    this.#thread?.on(event, listener);
  }

  off(event: string, listener: (message: unknown) => void): void {
    this.#thread?.off(event, listener);
  }

  send(message: WorkerRequest): void {
    this.#thread?.postMessage(message);
  }

  deserialize(message: unknown): unknown {
    return message;
  }
}

function startThread({ distPath, execArgv, env }: PoolOptions): Worker {
  const entry = join(distPath, "workers/threads.js");
  const thread = new Worker(entry, { execArgv, env: env as NodeJS.ProcessEnv, stdout: true, stderr: true });
  // What is written past the console would tear the page, and unread it would fill the memory.
  thread.stdout.resume();
  thread.stderr.resume();
  return thread;
}
