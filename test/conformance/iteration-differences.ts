// Where we mean to differ from job-iteration, scenario by scenario, and the test that holds what ours does.
import type { Difference } from "./suite.ts";

export const iterationDifferences: readonly Difference[] = [];
