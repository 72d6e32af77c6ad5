// Asks a question that only running the learner's code can answer, in a thread that can be ended whatever that code does.
import { Worker } from "node:worker_threads";

/** What came back. */
export type Reply<Answer> =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** Something was thrown; the message says what. */
  | { readonly kind: "failed"; readonly message: string }
  /** The thread gave no sign of life for longer than it was given, and has been ended. */
  | { readonly kind: "hung" }
  /** The thread had nothing left to do and no answer: it waited for a promise that nothing resolves. */
  | { readonly kind: "never settled" }
  | { readonly kind: "cancelled" };

export interface ThreadOptions {
  /** Milliseconds that may pass between two signs of life: a thread that works gives one a second, a loop gives none. */
  readonly patienceMs: number;
  /** Ends the thread when nobody wants the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/** How long the start of a thread may take; it takes 0.2 s on a machine that has time for it, and nothing waits for it. */
const START_MS = 120_000;

/** A loop that keeps adding to a list must not take the memory of the whole machine along. */
const HEAP_MB = 512;

/**
 * Starts a fresh thread, so that the exercise is read anew, and asks it one question.
 * @param module URL of the thread's code, which calls answerQuestion
 * @param question plain data
 */
export async function askThread<Answer>(
  module: URL,
  question: unknown,
  { patienceMs, signal }: ThreadOptions,
): Promise<Reply<Answer>> {
  if (signal?.aborted) return { kind: "cancelled" };
  const thread = startThread(module, question);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      const giveUpAfter = (milliseconds: number): void => {
        clearTimeout(timer);
        timer = setTimeout(resolve, milliseconds, { kind: "hung" });
      };
      giveUpAfter(START_MS);
      thread.on("message", (said: "alive" | Reply<Answer>) =>
        said === "alive" ? giveUpAfter(patienceMs) : resolve(said),
      );
      thread.once("error", (error) => resolve({ kind: "failed", message: error.message }));
      thread.once("exit", () => resolve({ kind: "never settled" }));
      signal?.addEventListener("abort", () => resolve({ kind: "cancelled" }), { once: true });
    });
  } finally {
    clearTimeout(timer);
    // Nobody waits for the end: the answer is here, and a thread in an endless loop ends when Node gets round to it.
    void thread.terminate();
  }
}

function startThread(module: URL, question: unknown): Worker {
  // "--import tsx" does nothing in a thread on Node 20: TypeScript is asked for by hand, and so are fresh modules after it.
  const code = `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(async ({ register }) => {
    register();
    (await import(${JSON.stringify(import.meta.resolve("#simulation/modules"))})).registerFreshModules();
    return import(${JSON.stringify(module.href)});
  });`;
  const thread = new Worker(code, {
    eval: true,
    execArgv: [],
    workerData: question,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    stdout: true,
    stderr: true,
  });
  // What the exercise prints was shown with the verdict; here it would tear the page, and unread it would fill the memory.
  thread.stdout.resume();
  thread.stderr.resume();
  return thread;
}
