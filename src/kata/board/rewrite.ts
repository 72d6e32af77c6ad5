// Does something again and again until it is told to stop.
import { setTimeout as wait } from "node:timers/promises";

/** Does the work, waits, and does it again; resolves once the signal says so. */
export async function again(work: () => void, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Woken by the signal: that is how it is meant to end.
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) work();
  }
}

/** A signal for Ctrl-C and for whoever else asks this process to stop. */
export function stopRequest(): { readonly signal: AbortSignal; readonly done: () => void } {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  const names = ["SIGINT", "SIGTERM"] as const;
  for (const name of names) process.once(name, onSignal);
  return { signal: stop.signal, done: () => names.forEach((name) => process.off(name, onSignal)) };
}
