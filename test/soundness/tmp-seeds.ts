import { explorerWithout } from "./explorer-answer.ts";
import { judge } from "./judge.ts";
for (const o of ["orders", "lost answers"] as const) {
  const found: number[] = [];
  for (let seed = 1; seed <= 1200 && found.length < 1; seed += 1) {
    const j = await judge(seed, { maxRuns: 150, ask: explorerWithout(o), onlyProofs: true });
    if (j?.verdict === "UNSOUND") found.push(seed);
  }
  console.log(o, found);
}
