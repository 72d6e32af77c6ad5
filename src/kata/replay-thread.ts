// The thread that runs an exercise again with the faults of a token, and says what came of it.
import { readSubject, type SubjectScenario } from "#catalogue";
import {
  assertEachOnce,
  assertRedone,
  BrokenRule,
  describeRun,
  drawTimeline,
  findProblems,
  frameForms,
  replay,
  type Run,
  simulate,
} from "#simulation";
import { answerQuestion } from "./answer-question.ts";
import { formsAskedFor } from "./frame-forms.ts";

export interface ReplayQuestion {
  readonly lesson: string;
  /** Absolute path of the exercise. */
  readonly path: string;
  readonly token: string;
}

export interface Replayed {
  /** The title of the scenario that was run. */
  readonly scenario: string;
  /** "nowhere": the run ended before a fault had struck, and shows nothing about it. */
  readonly end: "well" | "wrong" | "nowhere";
  /** What is wrong and the timeline, as a failing spec shows them; the timeline alone when all is well. */
  readonly picture: readonly string[];
  readonly sentences: readonly string[];
}

frameForms(formsAskedFor(process.env));

await answerQuestion(async (question): Promise<Replayed> => {
  const { lesson, path, token } = question as ReplayQuestion;
  const { job, scenarios } = await readSubject(lesson, path);
  const [scenario] = scenarios;
  if (!scenario) throw new Error("the lesson declares no scenario.");
  const { title } = scenario;
  const run = await simulate(scenario.job ?? job, { ...scenario, faults: replay(token) });
  const nowhere = run.neverStruck.length > 0;
  if (nowhere && run.end === "finished") return { scenario: title, end: "nowhere", picture: [], sentences: [] };
  const sentences = describeRun(run);
  const wrong = complaintAbout(run, scenario);
  if (wrong !== undefined) return { scenario: title, end: "wrong", picture: wrong.split("\n"), sentences };
  return { scenario: title, end: nowhere ? "nowhere" : "well", picture: drawTimeline(run), sentences };
});

/** The frame of the first thing that is wrong, as the checks word it. */
function complaintAbout(run: Run, scenario: SubjectScenario): string | undefined {
  try {
    if (findProblems(run, scenario).length > 0) assertEachOnce(run, scenario);
    const atMost = redoneAllowed(run, scenario);
    if (redoneAfterLastFault(run) > atMost) assertRedone(run, { atMost });
    return undefined;
  } catch (error) {
    if (error instanceof BrokenRule) return error.message;
    throw error;
  }
}

/** As the proof counts: what is redone after a stop that follows a crash is the price of the crash. */
function redoneAllowed({ faults }: Run, { redoneAfterCrash, redoneAfterStop }: SubjectScenario): number {
  const last = faults.at(-1);
  if (last?.kind === "SIGKILL") return redoneAfterCrash;
  return faults.some(({ kind }) => kind === "SIGKILL") ? Infinity : redoneAfterStop;
}

function redoneAfterLastFault({ entries }: Run): number {
  const last = entries.findLastIndex((entry) => entry.entry === "fault" && entry.why === "fault");
  return entries.slice(last + 1).filter((entry) => entry.entry === "point" && entry.kind === "effect" && entry.repeated)
    .length;
}
