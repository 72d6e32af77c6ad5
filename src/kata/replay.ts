// npm run kata -- replay c9.t14: the run behind a failing proof, once more, to look at.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Ink, oneLine, plainInk, wrap } from "#terminal";
import { askThread, type Reply } from "./learner-thread.ts";
import { EXERCISE, pathOf, type Lesson } from "./lessons.ts";
import type { Replayed, ReplayQuestion } from "./replay-thread.ts";

const thread = new URL("./replay-thread.ts", import.meta.url);

/** Longest message of an error that is shown. Characters. */
const LONGEST_MESSAGE = 200;

export interface ReplayAnswer {
  /** "refused": there is nothing to see, and the page says why and what to do. */
  readonly end: "well" | "wrong" | "refused";
  readonly page: readonly string[];
}

/**
 * What a token stands for.
 * @returns the faults in words, or the sentence that says why it is no token
 */
export async function readToken(token: string): Promise<readonly string[] | string> {
  // Loaded only here: hints and lists do without the simulation.
  const { describeFault, replay } = await import("#simulation");
  try {
    return replay(token).map(describeFault);
  } catch (error) {
    return (error as RangeError).message;
  }
}

/**
 * Runs the exercise of a lesson in the lesson's first scenario.
 * @param token as a failing spec prints it: "c9.t14"
 * @param options.watchdogMs milliseconds after which the run counts as hanging
 */
export async function replayRun(
  token: string,
  lesson: Lesson,
  { watchdogMs, ink = plainInk }: { readonly watchdogMs: number; readonly ink?: Ink },
): Promise<ReplayAnswer> {
  const faults = await readToken(token);
  const more = `npm run lesson ${lesson.number}`;
  if (typeof faults === "string") return refused(faults, more);
  const { declaredLessons } = await import("#catalogue");
  if (!declaredLessons().includes(lesson.name)) {
    return refused(`Lesson ${lesson.name} declares no scenario to run in. Choose another:`, "npm run kata -- list");
  }
  const question: ReplayQuestion = { lesson: lesson.name, path: join(lesson.folder, EXERCISE), token };
  const reply = await askThread<Replayed>(thread, question, { patienceMs: watchdogMs });
  if (reply.kind !== "answer") {
    const why = whyNot(reply, lesson, watchdogMs);
    return refused(`${why} Correct it and try again; this says more:`, more);
  }
  const { scenario, end, picture, sentences } = reply.answer;
  if (end === "nowhere") {
    const where = `In the scenario "${scenario}" the run ends before these faults can strike: ${faults.join(", ")}.`;
    return refused(`${where} The token is about another scenario or an older ${EXERCISE}. A new one:`, more);
  }
  return {
    end,
    page: [...head(lesson, scenario, faults, ink), "", ...body(end, picture, ink), "", ...told(sentences)],
  };
}

function head(lesson: Lesson, scenario: string, faults: readonly string[], ink: Ink): string[] {
  const where = `${scenario}, the lesson's first; in a spec with other arguments the token means other places.`;
  return [
    ink.strong(oneLine(`Lesson ${lesson.number} · ${lesson.title}`, 80)),
    ...wrap(where, { first: "Scenario  ", rest: "          " }),
    ...wrap(faults.join(", "), { first: "Faults    ", rest: "          " }),
  ];
}

function body(end: "well" | "wrong", picture: readonly string[], ink: Ink): readonly string[] {
  if (end === "wrong") return picture.map((line, index) => (index === 0 ? ink.bad(line) : line));
  return [ink.good("✓ With these faults the job ends well: nothing lost, nothing twice."), "", ...picture];
}

function told(sentences: readonly string[]): string[] {
  return ["In words:", ...sentences.flatMap((line) => wrap(line, { first: "  ", rest: "    " }))];
}

function whyNot(reply: Exclude<Reply<unknown>, { kind: "answer" }>, lesson: Lesson, watchdogMs: number): string {
  const exercise = pathOf(lesson, EXERCISE);
  switch (reply.kind) {
    case "failed":
      return `${exercise} could not be run: ${sentence(reply.message, lesson)}`;
    case "hung":
      return `There was no result for ${watchdogMs / 1000} seconds: most likely a loop in ${exercise} never ends.`;
    case "never settled":
      return `The run never came back: ${exercise} waits for a promise that nothing resolves.`;
    case "cancelled":
      return "The run was ended before it had a result.";
  }
}

/** The first thing that an error says: the rest is a stack, or a picture of the line. */
function sentence(message: string, { folder }: Lesson): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  // esbuild: "Transform failed with 1 error:", then "/…/exercise.ts:3:13: ERROR: Unexpected …".
  const first = /ERROR: (.*)/.exec(message)?.[1] ?? lines[0] ?? "it says nothing about why";
  // From the root of the repository, as everywhere else.
  const root = join(folder, "../..");
  const short = [`${pathToFileURL(root).href}/`, `${root}/`, `${root}\\`].reduce(
    (text, part) => text.replaceAll(part, ""),
    first,
  );
  return `${oneLine(short, LONGEST_MESSAGE).replace(/\.$/, "")}.`;
}

/** @param command what to type next; on a line of its own, so that it can be copied */
function refused(text: string, command: string): ReplayAnswer {
  return { end: "refused", page: [...wrap(text), "", `  ${command}`] };
}
