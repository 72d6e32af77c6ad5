// npm run soundness [JOBS] [SEED] [RUNS]: is what the explorer calls proved really so? Ends with 1 when it is not.
import type { Judgement } from "./judge.ts";
import { judgeMany } from "./judge-many.ts";
import { refusalText, tableText, unsoundText } from "./report.ts";
import { shrunk } from "./shrink.ts";

const mostShrunk = 30;
const [jobs = 200, seed = 1, maxRuns = 2_000] = process.argv.slice(2).map(Number);
if (![jobs, seed, maxRuns].every((number) => Number.isSafeInteger(number) && number > 0)) {
  console.error("Usage: npm run soundness -- [JOBS] [SEED] [RUNS]. Three whole numbers; by default 200, 1 and 2000.");
  process.exit(2);
}
console.log(`${jobs} jobs from seed ${seed} on, at most ${maxRuns} runs for each.\n`);
const begun = performance.now();
const session = await judgeMany(jobs, seed, {
  maxRuns,
  onJudged: (judgement, count) => {
    if (judgement.verdict === "UNSOUND") console.log(`${unsoundText(judgement)}\n`);
    else if (jobs === 1) console.log(`${judgement.verdict}\n\n${judgement.source}`);
    if (count % 50 === 0)
      console.log(`${count} of ${jobs} jobs, ${Math.round((performance.now() - begun) / 1000)} s\n`);
  },
});
const doubtful = session.judgements.filter(({ verdict }) => verdict === "refused, not broken");
if (doubtful.length > 0) {
  console.log("Refused, although no short schedule breaks it:");
  for (const judgement of doubtful) console.log(refusalText(judgement));
  console.log("");
}
const unsound = session.judgements.filter(({ verdict }) => verdict === "UNSOUND");
// Many false proofs have one cause; the smallest jobs show which.
const smallest = new Map<string, Judgement>();
for (const judgement of unsound.slice(0, mostShrunk)) {
  const small = await shrunk(judgement, { maxRuns: 300, onlyProofs: true });
  smallest.set(small.source, small);
}
if (smallest.size > 0)
  console.log(`The ${Math.min(unsound.length, mostShrunk)} first false proofs in their smallest form:\n`);
for (const small of smallest.values()) console.log(`${unsoundText(small)}\n`);
if (jobs === 1)
  for (const judgement of doubtful)
    console.log(`In its smallest form:\n\n${(await shrunk(judgement, { maxRuns })).source}\n`);
console.log(tableText(session));
console.log(`${Math.round((performance.now() - begun) / 1000)} s.`);
if (unsound.length > 0) process.exitCode = 1;
