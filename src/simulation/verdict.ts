// The exactly-once check: what the outside world saw, held against what it should have seen.
import type { LedgerRequest } from "#shop";
import type { Run } from "./run.ts";

/** One thing that is wrong with a run. */
export type Problem =
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "unfinished" }
  | { readonly kind: "repeated"; readonly effect: string; readonly times: number }
  | { readonly kind: "lost"; readonly effect: string; readonly others: number }
  | { readonly kind: "unexpected"; readonly effect: string }
  | { readonly kind: "out of order"; readonly effect: string; readonly before: string }
  | { readonly kind: "late"; readonly effect: string }
  | { readonly kind: "slow to stop"; readonly effects: readonly string[]; readonly atMost: number }
  | { readonly kind: "redone"; readonly effects: readonly string[]; readonly atMost: number };

/** As much of a run as is needed to judge it. */
export type Judged = Pick<Run, "end" | "error" | "effects" | "entries">;

export interface Expectation {
  /** The names of the effects that must be seen, each once. */
  readonly effects: readonly string[];
  /** Whether they must come in this order. Default: true. */
  readonly inOrder?: boolean;
}

/**
 * Holds a run against what should have happened.
 *
 * @returns what is wrong, the plainest first; empty when all is well
 */
export function findProblems(run: Judged, { effects: expected, inOrder = true }: Expectation): readonly Problem[] {
  const seen = run.effects.map(({ effect }) => effect);
  const problems: Problem[] = [...repeats(seen), ...unexpected(seen, expected)];
  if (run.end === "failed") problems.push({ kind: "failed", error: run.error as Error });
  if (run.end === "unfinished") problems.push({ kind: "unfinished" });
  problems.push(...losses(seen, expected), ...late(run));
  if (problems.length === 0 && inOrder) problems.push(...disorder(seen, expected));
  return problems;
}

/**
 * Effects that were asked for although they had been done: work done again. An idempotency key hides them from the
 * ledger's effects, not from its requests.
 */
export function redoneEffects(requests: readonly LedgerRequest[]): readonly string[] {
  const seen = new Set<string>();
  return requests.filter(({ effect }) => seen.has(effect) || !seen.add(effect)).map(({ effect }) => effect);
}

/** Effects that a worker had after it was asked to stop. */
export function effectsAfterSigterm({ entries }: Run): readonly string[] {
  const asked = new Set<number>();
  const effects: string[] = [];
  for (const entry of entries) {
    if (entry.entry === "fault" && entry.signal === "SIGTERM") asked.add(entry.worker);
    if (entry.entry === "point" && entry.kind === "effect" && asked.has(entry.worker)) effects.push(entry.name);
  }
  return effects;
}

function repeats(seen: readonly string[]): readonly Problem[] {
  const times = new Map<string, number>();
  for (const effect of seen) times.set(effect, (times.get(effect) ?? 0) + 1);
  return [...times]
    .filter(([, count]) => count > 1)
    .map(([effect, count]) => ({ kind: "repeated", effect, times: count }));
}

function unexpected(seen: readonly string[], expected: readonly string[]): readonly Problem[] {
  const known = new Set(expected);
  return [...new Set(seen)].filter((effect) => !known.has(effect)).map((effect) => ({ kind: "unexpected", effect }));
}

function losses(seen: readonly string[], expected: readonly string[]): readonly Problem[] {
  const there = new Set(seen);
  const [first, ...others] = expected.filter((effect) => !there.has(effect));
  return first === undefined ? [] : [{ kind: "lost", effect: first, others: others.length }];
}

function disorder(seen: readonly string[], expected: readonly string[]): readonly Problem[] {
  const at = seen.findIndex((effect, index) => effect !== expected[index]);
  return at === -1 ? [] : [{ kind: "out of order", effect: seen[at] as string, before: expected[at] as string }];
}

/** Effects that came when the job had been acknowledged: a forgotten await. */
function late({ entries }: Judged): readonly Problem[] {
  const acknowledged = new Set<number>();
  for (const entry of entries) {
    if (entry.entry === "event" && entry.event.type === "performing") acknowledged.delete(entry.worker);
    if (entry.entry !== "point") continue;
    if (entry.kind === "acknowledge" && entry.applied) acknowledged.add(entry.worker);
    if (entry.kind === "effect" && acknowledged.has(entry.worker)) return [{ kind: "late", effect: entry.name }];
  }
  return [];
}
