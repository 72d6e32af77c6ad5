// The recorded runs of Shopify's job-iteration, as a suite.
import { firstDivergence } from "./compare.ts";
import type { IterationJob } from "./iteration-language.ts";
import type { IterationFork } from "./iteration-fork.ts";
import { iterationRules } from "./iteration-rules.ts";
import { performIteration } from "./iteration-run.ts";
import type { RecordedEvent, Scenario } from "./recording.ts";
import type { RunReport, Suite } from "./suite.ts";

export const jobIteration: Suite = {
  name: "job-iteration",
  library: "job-iteration",
  file: "test/conformance/recordings/job-iteration.json",
  rules: iterationRules,
  async run({ job, runs }: Scenario<IterationJob>): Promise<readonly RunReport[]> {
    const reports: RunReport[] = [];
    for (const run of runs) {
      const observed = await performIteration(job, run.interrupt_at);
      const divergence = firstDivergence(run, observed, withoutWording);
      const fork: IterationFork | undefined = divergence && { ...divergence, job, recorded: run, observed };
      reports.push({ interruptAt: run.interrupt_at, fork });
    }
    return reports;
  },
};

/** The engine's errors have words of their own; the scenario's are compared in full, and so is everything else. */
function withoutWording(event: RecordedEvent): RecordedEvent {
  const error = event["error"];
  if (typeof error !== "object" || error === null || !("class" in error)) return event;
  return error.class === "AppError" ? event : { ...event, error: { class: error.class } };
}
