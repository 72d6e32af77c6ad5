// The other end of askThread: runs in the thread, answers the question that it was started with.
import { parentPort, workerData } from "node:worker_threads";
import type { Reply } from "./learner-thread.ts";

const SIGN_OF_LIFE_MS = 1_000;

/**
 * Answers the question.
 * @param answer may throw; returns plain data
 */
export async function answerQuestion(answer: (question: unknown) => Promise<unknown>): Promise<void> {
  // A promise that the exercise does not await may fail; that is not an answer, and must not end the thread before one.
  process.on("unhandledRejection", () => {});
  giveSignOfLife();
  // Between two runs there is time for it; in an endless loop there is none. It does not keep the thread waiting for nothing.
  setInterval(giveSignOfLife, SIGN_OF_LIFE_MS).unref();
  try {
    say({ kind: "answer", answer: await answer(workerData) });
  } catch (error) {
    say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

function giveSignOfLife(): void {
  parentPort?.postMessage("alive", []);
}

function say(reply: Reply<unknown>): void {
  parentPort?.postMessage(reply, []);
}
