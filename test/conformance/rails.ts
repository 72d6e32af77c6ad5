// The recorded runs of Rails ActiveJob::Continuation, as a suite.
import { firstDivergence, type ObservedRun } from "./compare.ts";
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
      const divergence = firstDivergence(withoutDiscardWords(run), withoutDiscardWords(observed), withoutRuby);
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

/** What after_discard logs is the message of the error that is raised next: an error of the engine's own is named instead. */
const withoutDiscardWords = (run: ObservedRun): ObservedRun => ({
  ...run,
  trace: run.trace.map((event, index) => {
    const next = withoutRuby(run.trace[index + 1] ?? { event: "end" });
    const { class: name, message } = (next["error"] ?? {}) as { readonly class?: string; readonly message?: string };
    const isOwn = event.event === "log" && next.event === "raised" && name !== undefined && message === undefined;
    return isOwn ? { ...event, label: String(event["label"]).replace(/^(after_discard): .*/, `$1: ${name}`) } : event;
  }),
});

/** The engine's errors have words of their own; all others are compared in full. */
const withoutWording = (error: Readonly<Record<string, unknown>>) =>
  String(error["class"]).startsWith("Continuation::") ? { class: error["class"] } : error;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
