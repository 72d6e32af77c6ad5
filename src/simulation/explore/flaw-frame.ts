// From a flaw of an exploration to the frame that a learner sees.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import { brokenRule, type ProblemParts, type Wording } from "../check/checks.ts";
import { type BrokenRule, frame } from "../check/frame.ts";
import { type Expectation, findProblems, redoneEffects } from "../check/verdict.ts";
import { type Fault, isError, sigterm } from "../run/fault.ts";
import { callerOfPoint } from "../run/origin.ts";
import { replayToken } from "../run/replay.ts";
import { pointsOf } from "../run/run.ts";
import { simulate } from "../run/simulate.ts";
import type { ExplorationOptions, Flaw } from "./exploration.ts";
import { faultsOf, type Story } from "./node.ts";

/** A flaw as the frame that a learner sees: the shortest run that shows it, drawn. */
export async function frameOf<Args extends Json>(
  flaw: Flaw,
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>> & Wording,
): Promise<BrokenRule> {
  const rerun = (story: Story) => simulate(job, { ...options, faults: faultsOf(story) });
  switch (flaw.kind) {
    case "problem": {
      const run = await rerun(flaw.story);
      const [problem] = findProblems(run, relaxed(options, flaw.story));
      // The run that is drawn is the run that was judged: a job that does something else now is not the same each time.
      if (!problem) return await frameOf(differentFrom(flaw), job, options);
      return brokenRule(problem, run, await partsOf(flaw.story, job, options));
    }
    case "redone": {
      const run = await rerun(flaw.story);
      const atMost = (flaw.after === "crash" ? options.redoneAfterCrash : options.redoneAfterStop) ?? 0;
      const problem = { kind: "redone", effects: redoneEffects(run.requests), atMost } as const;
      return brokenRule(problem, run, await partsOf(flaw.story, job, options));
    }
    case "stuck":
      return frame({
        happened:
          "Stopped at its first checkpoint, the job goes back exactly as it came: it could be stopped for ever.",
        run: await simulate(job, {
          ...options,
          faults: [...faultsOf(flaw.story), await firstStop(flaw.story, job, options)],
        }),
        rule: "Each execution moves the job on, however often it is stopped.",
        next: "Do one piece of work, and save it, before the first checkpoint.",
      });
    case "different":
      return frame({
        happened: `From the same state the job did two different things: once ${flaw.first}, once ${flaw.second}.`,
        run: await rerun(flaw.story),
        rule: "What a job does follows from its arguments, its progress and the services: no clock, no chance, no variables.",
        next: "Look for a time, a random number, or a variable outside of perform.",
      });
    case "endless":
      return frame({
        happened: `The job has come to ${flaw.count} states and to no end of them: ${whatChanged(flaw.states)} kept changing.`,
        run: await simulate(job, { ...options, faults: [] }),
        rule: "What a job saves follows from the work that is done, not from the time or the number of tries.",
        next:
          flaw.states[1].queue.jobs.length > 3
            ? "The states of jobs that do not wait for each other multiply: give this proof fewer rows."
            : "Take the clock, random numbers and counters of executions out of what you save and send.",
      });
  }
}

const differentFrom = ({ problem, story }: Extract<Flaw, { kind: "problem" }>): Flaw => ({
  kind: "different",
  story,
  first: "effect" in problem ? `${problem.effect} ${problem.kind}` : problem.kind,
  second: "all well",
});

/** Who goes on with other work while a service fails has it out of order, and nothing is wrong with that. */
const relaxed = <Options extends Expectation>(options: Options, story: Story): Options =>
  faultsOf(story).some(isError) ? { ...options, inOrder: false } : options;

/** A stop request at the first checkpoint that the job comes to from this state. */
async function firstStop<Args extends Json>(
  story: Story,
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>>,
): Promise<Fault> {
  const faults = faultsOf(story);
  const struck = Number(faults.at(-1)?.place ?? 0);
  const points = pointsOf(await simulate(job, { ...options, faults }));
  const first = points.find(({ kind, number }) => kind === "checkpoint" && number > struck);
  return sigterm({ before: first?.number ?? 1 });
}

/** The parts of a frame that are the same for each problem: the point of no return, and the way to see the run again. */
async function partsOf<Args extends Json>(
  story: Story,
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>> & Wording,
): Promise<ProblemParts> {
  const faults = faultsOf(story);
  const parts = { rule: options.rule, wanted: options.effects };
  const last = faults.at(-1);
  if (!last) return parts;
  const slowly = "Slow  Each effect took an hour, and a day or more went by between executions.";
  const notes = faults.some(({ kind }) => kind === "slow") ? [slowly] : [];
  const token = replayToken(faults);
  if (last.kind === "slow") return { ...parts, footnotes: notes, token };
  const place = last.place as number;
  const origin = await callerOfPoint(place, (watch) => simulate(job, { ...options, faults, watch }));
  const from = origin === undefined ? [] : [`From  ${origin} on, it could not end well any more.`];
  return { ...parts, footnotes: [...from, ...notes], token, noReturn: place };
}

function whatChanged([one, other]: Extract<Flaw, { kind: "endless" }>["states"]): string {
  const [progress, otherProgress] = [one, other].map(({ progress: saved }) =>
    JSON.stringify(saved.at(-1)?.[1] ?? null),
  );
  if (progress !== otherProgress) return `saved progress (${progress}, then ${otherProgress})`;
  const [effect, otherEffect] = [one, other].map(({ shop: { ledger } }) => {
    const last = ledger.ledger.effects[ledger.effectCount - 1];
    return `${last?.effect} with key ${last?.key ?? "none"}`;
  });
  if (effect !== otherEffect) return `its effects (${effect}, then ${otherEffect})`;
  return "what waits in the queue";
}
