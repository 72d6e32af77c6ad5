// A fixed sample of what `npm run soundness` does: no proof of the explorer is contradicted by a run.
import { expect, it } from "vitest";
import { judgeMany } from "./judge-many.ts";
import { unsoundText } from "./report.ts";

// PLUG IN: without `.fails` once the explorer is sound. It passes as long as there is a false proof among the sample.
it.fails("contradicts no proof among 60 random jobs", async () => {
  const { judgements } = await judgeMany(60, 1, { maxRuns: 150 });
  expect(judgements.filter(({ verdict }) => verdict === "UNSOUND").map(unsoundText)).toEqual([]);
});
