// The exactly-once check: what the outside world saw, held against what it should have seen.
import { isDeepStrictEqual } from "node:util";
import type { LedgerRequest } from "#shop";
import { partsOf } from "../run/operation-name.ts";
import type { Run } from "../run/run.ts";

/** One thing that is wrong with a run. */
export type Problem =
  | { readonly kind: "failed"; readonly error: Error; readonly job?: string }
  | { readonly kind: "did not fail"; readonly job: string }
  | { readonly kind: "unfinished" }
  | { readonly kind: "repeated"; readonly effect: string; readonly times: number }
  | {
      readonly kind: "lost";
      readonly effect: string;
      readonly others: number;
      /** The first effect that was due later and did come. */
      readonly before?: string;
      /** How often it happened and should have, where once was not enough. */
      readonly times?: number;
      readonly wanted?: number;
    }
  | { readonly kind: "unexpected"; readonly effect: string; readonly insteadOf?: string }
  | { readonly kind: "out of order"; readonly effect: string; readonly before: string }
  | { readonly kind: "wrong amount"; readonly effect: string; readonly cents: number; readonly wanted: number }
  | {
      readonly kind: "wrong detail";
      readonly effect: string;
      readonly detail: string;
      readonly found: unknown;
      readonly wanted: unknown;
    }
  | { readonly kind: "late"; readonly effect: string; readonly job: "done" | "in the queue" }
  | { readonly kind: "slow to stop"; readonly effects: readonly string[]; readonly atMost: number }
  | { readonly kind: "redone"; readonly effects: readonly string[]; readonly atMost: number }
  | {
      readonly kind: "too early" | "too late";
      readonly effect: string;
      readonly after: string;
      readonly waitedMs: number;
      readonly waitMs: number;
    }
  | { readonly kind: "too many saves"; readonly saves: number; readonly atMost: number };

/** As much of a run as is needed to judge it. */
export type Judged = Pick<Run, "end" | "failures" | "effects" | "entries">;

export interface Expectation {
  /** The names of the effects that must be seen, each as often as it is named. */
  readonly effects: readonly string[];
  /** Whether they must come in this order. Default: true. */
  readonly inOrder?: boolean;
  /** The verbs of the effects to look at: ["charge", "receipt"]. Default: all effects. */
  readonly only?: readonly string[];
  /** What effects must be worth, in cents, by their names. */
  readonly amounts?: Readonly<Record<string, number>>;
  /** What services must have been told, by the names of effects: { "receipt 7": { to: "c@mail.example" } }. */
  readonly details?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names of jobs that must fail for good, because a service refuses what they ask for. Default: none. */
  readonly failing?: readonly string[];
}

/**
 * Holds a run against what should have happened.
 *
 * @returns what is wrong, the plainest first; empty when all is well
 */
export function findProblems(
  run: Judged,
  { effects: expected, inOrder = true, failing = [], only, amounts, details }: Expectation,
): readonly Problem[] {
  const looked = only ? run.effects.filter(({ verb }) => only.includes(verb)) : run.effects;
  const seen = looked.map(({ effect }) => effect);
  // Most runs of an exploration are right to the letter: they need no counting.
  const perfect = seen.length === expected.length && seen.every((effect, index) => effect === expected[index]);
  const problems: Problem[] = perfect ? [] : [...repeats(seen, expected), ...unexpected(looked, expected)];
  problems.push(...failures(run, failing));
  if (run.end === "unfinished") problems.push({ kind: "unfinished" });
  // What came too late tells more than what, for that reason, did not come in time.
  problems.push(...late(run));
  if (!perfect) problems.push(...losses(seen, expected));
  problems.push(...wrongAmounts(run, amounts), ...wrongDetails(run, details));
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
    if (entry.entry === "fault" && entry.kind === "SIGTERM") asked.add(entry.worker);
    if (entry.entry === "point" && entry.kind === "effect" && asked.has(entry.worker)) effects.push(entry.name);
  }
  return effects;
}

function failures({ failures: found, end }: Judged, failing: readonly string[]): readonly Problem[] {
  const unforeseen = found.find(({ job }) => !failing.includes(job));
  if (unforeseen) return [{ kind: "failed", ...unforeseen }];
  if (end === "unfinished") return [];
  const missed = failing.find((name) => !found.some(({ job }) => job === name));
  return missed === undefined ? [] : [{ kind: "did not fail", job: missed }];
}

function repeats(seen: readonly string[], expected: readonly string[]): readonly Problem[] {
  const wanted = timesOf(expected);
  return [...timesOf(seen)]
    .filter(([effect, times]) => times > (wanted.get(effect) ?? 1))
    .map(([effect, times]) => ({ kind: "repeated", effect, times }));
}

function timesOf(effects: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const effect of effects) times.set(effect, (times.get(effect) ?? 0) + 1);
  return times;
}

function unexpected(seen: Judged["effects"], expected: readonly string[]): readonly Problem[] {
  const known = new Set(expected);
  const verbs = new Map(seen.map(({ effect, verb }) => [effect, verb]));
  return [...verbs]
    .filter(([effect]) => !known.has(effect))
    .map(([effect, verb]) => {
      // "imported 0 orders" has come where "imported 3 orders" was wanted: that says more than either of the two.
      const insteadOf = expected.find((wanted) => !verbs.has(wanted) && partsOf(wanted).verb === verb);
      return { kind: "unexpected", effect, ...(insteadOf !== undefined && { insteadOf }) };
    });
}

function losses(seen: readonly string[], expected: readonly string[]): readonly Problem[] {
  const times = timesOf(seen);
  const lost = [...timesOf(expected)].filter(([effect, wanted]) => (times.get(effect) ?? 0) < wanted);
  const [first] = lost;
  if (!first) return [];
  const [effect, wanted] = first;
  const before = expected.slice(expected.indexOf(effect) + 1).find((one) => one !== effect && times.has(one));
  return [
    {
      kind: "lost",
      effect,
      others: lost.length - 1,
      ...(times.has(effect) && { times: times.get(effect) as number, wanted }),
      ...(before !== undefined && { before }),
    },
  ];
}

function wrongAmounts({ effects }: Judged, amounts: Expectation["amounts"]): readonly Problem[] {
  if (!amounts) return [];
  const wrong = effects.find(
    ({ effect, amountCents }) => Object.hasOwn(amounts, effect) && amountCents !== amounts[effect],
  );
  if (!wrong) return [];
  const { effect, amountCents: cents = 0 } = wrong;
  return [{ kind: "wrong amount", effect, cents, wanted: amounts[effect] as number }];
}

function wrongDetails({ effects }: Judged, details: Expectation["details"]): readonly Problem[] {
  if (!details) return [];
  for (const { effect, request } of effects) {
    if (!Object.hasOwn(details, effect)) continue;
    for (const [detail, wanted] of Object.entries(details[effect] ?? {})) {
      const found = (request as Readonly<Record<string, unknown>>)[detail];
      if (!isDeepStrictEqual(found, wanted)) return [{ kind: "wrong detail", effect, detail, found, wanted }];
    }
  }
  return [];
}

function disorder(seen: readonly string[], expected: readonly string[]): readonly Problem[] {
  const at = seen.findIndex((effect, index) => effect !== expected[index]);
  return at === -1 ? [] : [{ kind: "out of order", effect: seen[at] as string, before: expected[at] as string }];
}

/** Effects that came when the job had been acknowledged, or was back in the queue: a forgotten await. */
function late({ entries }: Judged): readonly Problem[] {
  const ended = new Map<number, "done" | "in the queue">();
  for (const entry of entries) {
    // After an error, calls that were made side by side with the one that failed are still under way: nobody can help that.
    const isStop = entry.entry === "event" && entry.event.type === "released" && entry.event.because === "interrupt";
    if (isStop) ended.set(entry.worker, "in the queue");
    if (entry.entry !== "point") continue;
    if (entry.kind === "lease") ended.delete(entry.worker);
    if (entry.kind === "acknowledge" && entry.applied) ended.set(entry.worker, "done");
    const job = ended.get(entry.worker);
    if (entry.kind === "effect" && job !== undefined) return [{ kind: "late", effect: entry.name, job }];
  }
  return [];
}
