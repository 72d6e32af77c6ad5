// The other end of askThread: runs in the thread, answers the question that it was started with.
import { parentPort, workerData } from "node:worker_threads";
import type { Reply } from "./learner-thread.ts";

/**
 * Answers the question.
 * @param answer may throw; returns plain data
 */
export async function answerQuestion(answer: (question: unknown) => Promise<unknown>): Promise<void> {
  // A promise that the exercise does not await may fail; that is not an answer, and must not end the thread before one.
  process.on("unhandledRejection", () => {});
  parentPort?.postMessage("begun", []);
  try {
    say({ kind: "answer", answer: await answer(workerData) });
  } catch (error) {
    say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

function say(reply: Reply<unknown>): void {
  parentPort?.postMessage(reply, []);
}
