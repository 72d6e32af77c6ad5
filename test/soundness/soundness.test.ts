// A fixed sample of what `npm run soundness` does: no proof of the explorer is contradicted by a run.
import { expect, it } from "vitest";
import { judgeMany } from "./judge-many.ts";
import { unsoundText } from "./report.ts";

it("contradicts no proof among 10 random jobs", async () => {
  const { judgements } = await judgeMany(10, 1, { maxRuns: 60 });
  expect(judgements.filter(({ verdict }) => verdict === "UNSOUND").map(unsoundText)).toEqual([]);
}, 120_000);
