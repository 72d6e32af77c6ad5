// A fixed sample of what `npm run soundness` does: no proof of the explorer is contradicted by a run.
import { expect, it } from "vitest";
import { judgeMany } from "./judge-many.ts";
import { unsoundText } from "./report.ts";

it("contradicts no proof among 25 random jobs", async () => {
  const { judgements } = await judgeMany(25, 1, { maxRuns: 120 });
  expect(judgements.filter(({ verdict }) => verdict === "UNSOUND").map(unsoundText)).toEqual([]);
});
