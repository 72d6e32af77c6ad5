// The pattern of outcomes of a job: what becomes of its effects when a fault strikes at each of them, in short signs.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import { crash, type Fault, sigterm } from "../run/fault.ts";
import { pointsOf, type Run } from "../run/run.ts";
import { type Scenario, simulate } from "../run/simulate.ts";
import { effectsAfterSigterm, type Expectation, findProblems } from "../check/verdict.ts";

/** A world in which a fingerprint is taken. */
export interface FingerprintScenario<Args extends Json> extends Omit<Scenario<Args>, "faults">, Expectation {
  readonly title: string;
  /** Another job that is run in this scenario. */
  readonly job?: JobDefinition<Args, Shop>;
}

/** Rows of cells: what happened, by scenario and kind of fault. */
export type Rows = Readonly<Record<string, string>>;

/**
 * One row for each scenario and kind of fault, one cell for each effect at which the fault struck. A cell says what became
 * of the effects before it, of itself, and of those after it: `.` well, `l` lost, `d` done twice with different keys, `n`
 * done twice without a key, `r` asked for again and known by its key; a capital when there were several. Behind that: `o`
 * out of order, `a` after the end, `u` unexpected, `w` with a wrong amount or detail, `f` should have failed, `s` slow to stop, `?` not finished. `!Error` alone: failed; what came
 * before that depends on how the code is laid out, the error on the mistake. A lone `-`: the fault found no place.
 */
export interface Fingerprint {
  readonly oneFault: Rows;
  /** For what goes wrong on a bad day only. */
  readonly moreFaults: Rows;
}

interface Place {
  readonly effects: readonly string[];
  readonly index: number;
  /** The number of the save between this effect and the next one, in calm weather. */
  readonly save: number | undefined;
}

/** Faults at one effect; undefined when there is no such place. */
type Moment = (place: Place) => readonly Fault[] | undefined;

const here = ({ effects, index }: Place): string => effects[index] as string;
const stopBefore = ({ effects, index }: Place): Fault | undefined => {
  const before = effects[index - 1];
  return before === undefined ? undefined : sigterm({ after: before });
};
const times =
  (count: number, strike: (place: Place) => Fault): Moment =>
  (place) =>
    Array.from({ length: count }, () => strike(place));
const afterStop =
  (strike: (place: Place) => Fault): Moment =>
  (place) => {
    const stop = stopBefore(place);
    return stop && [stop, strike(place)];
  };
const stopAfter = (place: Place) => sigterm({ after: here(place) });
const crashBefore = (place: Place) => crash({ before: here(place) });
const crashAfter = (place: Place) => crash({ after: here(place) });

const oneFault: Readonly<Record<string, Moment>> = {
  stop: times(1, stopAfter),
  "crash before": times(1, crashBefore),
  "crash after": times(1, crashAfter),
  "crash after save": ({ save }) => (save === undefined ? undefined : [crash({ after: save })]),
};

const moreFaults: Readonly<Record<string, Moment>> = {
  "crash before, twice": times(2, crashBefore),
  "crash after, twice": times(2, crashAfter),
  "crash after, three times": times(3, crashAfter),
  "stop, then stop": afterStop(stopAfter),
  "stop, then crash": afterStop(crashAfter),
};

// What a run of a fingerprint may take: the work is bounded and not the time, so that each machine finds the same. The runs
// of the mistakes that are known take seven executions and some hundred points at most.
const limits = { maxExecutions: 25, maxPoints: 5_000 };

/**
 * Takes the fingerprint of a job: some fifty short runs for each scenario of six effects. Between two runs other work has
 * its turn.
 */
export async function takeFingerprint<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenarios: readonly FingerprintScenario<NoInfer<Args>>[],
): Promise<Fingerprint> {
  const calm: Record<string, string> = {};
  const one: Record<string, string> = {};
  const more: Record<string, string> = {};
  for (const scenario of scenarios) {
    const subject = scenario.job ?? job;
    const run = await calmRun(subject, scenario);
    calm[`${scenario.title}: calm`] = outcomeOf(run, scenario, 0);
    Object.assign(one, await rowsOf(subject, scenario, run, oneFault));
    Object.assign(more, await rowsOf(subject, scenario, run, moreFaults));
  }
  return { oneFault: { ...calm, ...one }, moreFaults: more };
}

async function rowsOf<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: FingerprintScenario<NoInfer<Args>>,
  calm: Run,
  moments: Readonly<Record<string, Moment>>,
): Promise<Rows> {
  const rows: Record<string, string> = {};
  const { effects, title } = scenario;
  for (const [name, moment] of Object.entries(moments)) {
    const cells: string[] = [];
    for (const index of effects.keys()) {
      const faults = moment({ effects, index, save: saveAfter(calm, effects[index] as string) });
      cells.push(faults ? await struck(job, scenario, index, faults) : "-");
    }
    rows[`${title}: ${name}`] = cells.join(" ");
  }
  return rows;
}

async function struck<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: FingerprintScenario<NoInfer<Args>>,
  index: number,
  faults: readonly Fault[],
): Promise<string> {
  const run = await shortRun(job, scenario, faults);
  return run.end === "finished" && run.neverStruck.length > 0 ? "-" : outcomeOf(run, scenario, index);
}

/** A run in calm weather, no longer than those of a fingerprint. */
export const calmRun = <Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: FingerprintScenario<NoInfer<Args>>,
): Promise<Run> => shortRun(job, scenario, []);

async function shortRun<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: FingerprintScenario<NoInfer<Args>>,
  faults: readonly Fault[],
): Promise<Run> {
  await aMacrotask();
  return await simulate(job, { ...scenario, ...limits, faults });
}

const aMacrotask = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The save between an effect and the next one. */
function saveAfter(calm: Run, effect: string): number | undefined {
  const points = pointsOf(calm).filter(({ kind }) => kind === "effect" || kind === "save");
  const next = points[points.findIndex(({ name }) => name === effect) + 1];
  return next?.kind === "save" ? next.number : undefined;
}

function outcomeOf(run: Run, expectation: Expectation, index: number): string {
  const failed = findProblems(run, expectation).find(({ kind }) => kind === "failed");
  if (failed?.kind === "failed") return signOf(failed.error);
  const { effects } = expectation;
  const zones = [effects.slice(0, index), effects.slice(index, index + 1), effects.slice(index + 1)];
  return zones.map((zone) => worstOf(zone, run)).join("") + manner(run, expectation);
}

/** Which error; of a call that nobody awaits also which call. */
const signOf = ({ name, message }: Error): string =>
  name === "UnawaitedCallError" ? `!${name}:${message.slice(0, message.indexOf("("))}` : `!${name}`;

/** The worst that happened to some effects. */
function worstOf(zone: readonly string[], { effects, requests }: Run): string {
  const done = countOf(effects);
  const asked = countOf(requests);
  const keyed = new Set(requests.filter(({ key }) => key !== undefined).map(({ effect }) => effect));
  const twice = (effect: string) => (done.get(effect) ?? 0) > 1;
  const signs: readonly (readonly [sign: string, is: (effect: string) => boolean])[] = [
    ["l", (effect) => !done.has(effect)],
    ["n", (effect) => twice(effect) && !keyed.has(effect)],
    ["d", twice],
    ["r", (effect) => (asked.get(effect) ?? 0) > 1],
  ];
  for (const [sign, is] of signs) {
    const count = zone.filter(is).length;
    if (count > 0) return count > 1 ? sign.toUpperCase() : sign;
  }
  return ".";
}

/** What is wrong besides the number of times. */
function manner(run: Run, expectation: Expectation): string {
  const kinds = new Set(findProblems(run, expectation).map(({ kind }) => kind));
  const signs = [
    kinds.has("out of order") ? "o" : "",
    kinds.has("late") ? "a" : "",
    kinds.has("unexpected") ? "u" : "",
    kinds.has("wrong amount") || kinds.has("wrong detail") ? "w" : "",
    kinds.has("did not fail") ? "f" : "",
    effectsAfterSigterm(run).length > 0 ? "s" : "",
    run.end === "unfinished" ? "?" : "",
  ];
  return signs.join("");
}

function countOf(requests: Run["requests"]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { effect } of requests) counts.set(effect, (counts.get(effect) ?? 0) + 1);
  return counts;
}
