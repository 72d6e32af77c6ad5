// The one place that knows how a process comes by modules of its own.
//
// PLUG IN: when #simulation has `rememberModule(exports, evaluate)`, both functions become
// `const exports = evaluate(realGlobals); rememberModule(exports, evaluate); return exports;`
// and everything below `subjectForExplorer` goes.
import type { AnyJobDefinition, JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import type { Evaluate, Exports, Globals } from "./exercise.ts";

/** A job and the other jobs that it enqueues. */
export interface Subject {
  readonly job: JobDefinition<Json, Shop>;
  readonly otherJobs: readonly AnyJobDefinition<Shop>[];
}

// Eight in the morning, and it stays so: a real clock would make tomorrow's proofs differ from today's.
const morning = Date.UTC(2026, 10, 22, 8);

class StandingDate extends Date {
  constructor(value: string | number = morning) {
    super(value);
  }

  static override now(): number {
    return morning;
  }
}

const globals: Globals = {
  Date: StandingDate as DateConstructor,
  performance: { now: () => 0 },
  setTimeout,
};

/** The job as a spec hands it to the explorer: evaluated once, as any import is. */
export const subjectForExplorer = (evaluate: Evaluate): Subject => subjectOf(evaluate(globals));

/** The job as it is in production: each worker process evaluates the module anew. A process is known by its shop. */
export function subjectForProcesses(evaluate: Evaluate): Subject {
  const byProcess = new WeakMap<Shop, Exports>();
  const moduleOf = (shop: Shop): Exports => {
    let exports = byProcess.get(shop);
    if (!exports) byProcess.set(shop, (exports = evaluate(globals)));
    return exports;
  };
  const asEvaluated = (name: keyof Exports, { ...definition }: AnyJobDefinition<Shop>): AnyJobDefinition<Shop> => {
    const own = (shop: Shop) => moduleOf(shop)[name] as AnyJobDefinition<Shop>;
    return {
      ...definition,
      perform: (args, job, shop) => own(shop).perform(args, job, shop),
      followUps: (args, job, shop) => own(shop).followUps(args, job, shop),
    };
  };
  const { job, note, receipt } = evaluate(globals);
  return {
    job: asEvaluated("job", job) as JobDefinition<Json, Shop>,
    otherJobs: [...(note ? [asEvaluated("note", note)] : []), ...(receipt ? [asEvaluated("receipt", receipt)] : [])],
  };
}

const subjectOf = ({ job, note, receipt }: Exports): Subject => ({
  job,
  otherJobs: [...(note ? [note] : []), ...(receipt ? [receipt] : [])],
});
