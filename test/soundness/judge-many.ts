// The jobs of one seed and of those that follow it.
import { judge, type JudgeOptions, type Judgement } from "./judge.ts";

export interface Session {
  readonly judgements: readonly Judgement[];
  /** Jobs that were wrong already in calm weather; they are not counted. */
  readonly discarded: number;
}

/** Judges so many jobs; those that are wrong in calm weather are passed over. */
export async function judgeMany(
  jobs: number,
  firstSeed: number,
  options: JudgeOptions & { readonly onJudged?: (judgement: Judgement, count: number) => void },
): Promise<Session> {
  const judgements: Judgement[] = [];
  let seed = firstSeed;
  for (; judgements.length < jobs; seed += 1) {
    const judgement = await judge(seed, options);
    if (!judgement) continue;
    judgements.push(judgement);
    options.onJudged?.(judgement, judgements.length);
  }
  return { judgements, discarded: seed - firstSeed - jobs };
}
