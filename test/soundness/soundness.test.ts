// The first few of what `npm run soundness` tries; .ci/run tries more. No proof of the explorer is contradicted by a run.
import { expect, it } from "vitest";
import { judgeMany } from "./judge-many.ts";
import { unsoundText } from "./report.ts";

it("contradicts no proof among 4 random jobs", async () => {
  const { judgements } = await judgeMany(4, 1, { maxRuns: 60 });
  expect(judgements.filter(({ verdict }) => verdict === "UNSOUND").map(unsoundText)).toEqual([]);
}, 120_000);
