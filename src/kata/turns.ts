// Whether a thread of specs turns: a proof that takes long gives way now and then, and a loop that never ends does not.
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";

const KEY = "kata: turns";
const TURN_MS = 200;

/**
 * For the main thread, before any thread of specs is started.
 * @returns how often threads of specs have turned
 */
export function countTurns(): () => number {
  const known = getEnvironmentData(KEY);
  const counts = known instanceof Int32Array ? known : new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(KEY, counts);
  return () => Atomics.load(counts, 0);
}

/** For a thread of specs; does nothing where nobody counts. */
export function turn(): void {
  const counts = getEnvironmentData(KEY);
  if (!(counts instanceof Int32Array)) return;
  setInterval(() => Atomics.add(counts, 0, 1), TURN_MS).unref();
}
