import { judgeMany } from "./judge-many.ts";
import { recipeOf } from "./generate.ts";
import { sourceOf } from "./source.ts";
const [, , jobs = "20", seed = "1"] = process.argv;
const t = performance.now();
const { judgements, discarded } = await judgeMany(Number(jobs), Number(seed), { maxRuns: 2000 });
for (const j of judgements) console.log(j.seed, j.shape, j.verdict, j.answer.kind === "refused" ? j.answer.reason : "", JSON.stringify(j.trial.tried), j.trial.runs, j.trial.broken?.problem.kind);
console.log(discarded, performance.now() - t);
void recipeOf; void sourceOf;
