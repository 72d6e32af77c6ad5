// The recorded runs of Shopify's job-iteration, as a suite.
import { firstDivergence } from "./compare.ts";
import { iterationDifferences } from "./iteration-differences.ts";
import type { IterationJob } from "./iteration-language.ts";
import { performIteration } from "./iteration-run.ts";
import type { Scenario } from "./recording.ts";
import type { RunReport, Suite } from "./suite.ts";

export const jobIteration: Suite = {
  name: "job-iteration",
  library: "job-iteration",
  file: "test/conformance/recordings/job-iteration.json",
  differences: iterationDifferences,
  async run({ job, runs }: Scenario<IterationJob>): Promise<readonly RunReport[]> {
    const reports: RunReport[] = [];
    for (const run of runs) {
      const ours = await performIteration(job, run.interrupt_at);
      // Every event and every field of it is compared: the recording says nothing that ours could not say.
      reports.push({ interruptAt: run.interrupt_at, divergence: firstDivergence(run, ours, (event) => event) });
    }
    return reports;
  },
};
