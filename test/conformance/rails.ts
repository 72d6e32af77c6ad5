// The recorded runs of Rails ActiveJob::Continuation, as a suite.
import { firstDivergence } from "./compare.ts";
import type { ContinuationJob } from "./continuation-language.ts";
import { performContinuation } from "./continuation-run.ts";
import type { RailsFork } from "./rails-fork.ts";
import { railsRules } from "./rails-rules.ts";
import type { RecordedEvent, Scenario } from "./recording.ts";
import type { RunReport, Suite } from "./suite.ts";

export const rails: Suite = {
  name: "Rails Continuation",
  library: "ActiveJob::Continuation",
  file: "test/conformance/recordings/rails-continuation.json",
  rules: railsRules,
  async run({ job, runs }: Scenario<ContinuationJob>): Promise<readonly RunReport[]> {
    const reports: RunReport[] = [];
    for (const run of runs) {
      const observed = await performContinuation(job, run.interrupt_at);
      const divergence = firstDivergence(run, observed, withoutRuby);
      const fork: RailsFork | undefined = divergence && { ...divergence, job, recorded: run, observed };
      reports.push({ interruptAt: run.interrupt_at, fork });
    }
    return reports;
  },
};

/** Leaves out what only Ruby says: its words for a place, the counters that are named after messages, and messages. */
function withoutRuby({ at: _words, ...event }: RecordedEvent): RecordedEvent {
  const reduced: Record<string, unknown> = { ...event };
  if (isRecord(event["payload"])) {
    const { exception_executions: _counters, ...payload } = event["payload"];
    reduced["payload"] = payload;
  }
  if (isRecord(event["error"])) reduced["error"] = withoutWording(event["error"]);
  if (typeof event["label"] === "string") reduced["label"] = event["label"].replace(/(Continuation::\w+): .*/, "$1");
  return reduced as RecordedEvent;
}

/** The engine's errors have words of their own; all others are compared in full. */
const withoutWording = (error: Readonly<Record<string, unknown>>) =>
  String(error["class"]).startsWith("Continuation::") ? { class: error["class"] } : error;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
