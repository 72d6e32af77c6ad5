// One fault at every place that a calm run passes, each in a run of its own.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import { crash, type Fault, sigterm } from "./fault.ts";
import { frame } from "../check/frame.ts";
import { type PointEntry, type PointKind, pointsOf, type Run } from "./run.ts";
import { type Scenario, simulate } from "./simulate.ts";

/**
 * Runs the job once for each moment at which it could notice a stop request, with a SIGTERM there: at each checkpoint, and
 * at each point when the job looks at its signal.
 *
 * @example for await (const run of sigtermEverywhere(chargeOrders, scenario)) assertRedone(run, { atMost: 0 });
 * @throws BrokenRule when a calm run has no checkpoint: such a sweep would prove nothing
 */
export async function* sigtermEverywhere<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: Scenario<NoInfer<Args>>,
): AsyncGenerator<Run> {
  const { calm, where, nowhere } = await placesOf(job, scenario);
  if (calm.end !== "finished") return yield calm;
  const places = where(({ kind }) => calm.looksAtSignal || kind === "checkpoint");
  if (places.length === 0) throw nowhere("checkpoint at which it could be stopped");
  for (const place of places) yield await struck(job, scenario, sigterm({ before: place }));
}

/**
 * Runs the job with a crash before each operation, and with a crash after each.
 *
 * @throws BrokenRule when a calm run has no effect
 */
export async function* crashEverywhere<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenario: Scenario<NoInfer<Args>>,
): AsyncGenerator<Run> {
  const { calm, where, nowhere } = await placesOf(job, scenario);
  if (calm.end !== "finished") return yield calm;
  if (calm.effects.length === 0) throw nowhere("effect before or after which it could crash");
  for (const place of where(({ kind }) => !leavesNoTrace.has(kind))) {
    yield await struck(job, scenario, crash({ before: place }));
    yield await struck(job, scenario, crash({ after: place }));
  }
}

/** A crash there leaves what a crash at the operation before it leaves. */
const leavesNoTrace: ReadonlySet<PointKind> = new Set(["checkpoint", "look", "read"]);

type Chosen = (point: PointEntry) => boolean;

/** The places of a calm run that a fault may strike at; when it already goes wrong, that run is all there is to see. */
async function placesOf<Args extends Json>(job: JobDefinition<Args, Shop>, scenario: Scenario<NoInfer<Args>>) {
  const calm = await simulate(job, { ...scenario, faults: [] });
  const points = pointsOf(calm);
  return {
    calm,
    where: (chosen: Chosen) => points.filter(chosen).map(({ number }) => number),
    nowhere: (missing: string) =>
      frame({
        happened: `The job has no ${missing}.`,
        run: calm,
        rule: "A spec about faults proves something only when there is a place to strike.",
        next: "Let the job do its work, with a checkpoint after each part of it.",
      }),
  };
}

const struck = <Args extends Json>(job: JobDefinition<Args, Shop>, scenario: Scenario<NoInfer<Args>>, fault: Fault) =>
  simulate(job, { ...scenario, faults: [fault] });
