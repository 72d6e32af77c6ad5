// replay TOKEN [LESSON [SPEC]]: the run behind a failing proof, once more, in the world of that proof.
import { type Ink, oneLine, UsageError, wrap } from "#terminal";
import type { Lesson } from "../lessons.ts";
import { frame } from "../frame.ts";
import { numberOf } from "../page.ts";
import { GREEN, lessonMeant, MISUSE, RED, runnerIn, verdictOn } from "../program.ts";
import { type Failure, isSolved, type Verdict } from "../verdict.ts";
import { verdictInEnvironment } from "./own-run.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const replay: Verb = {
  usage: "replay TOKEN [LESSON [SPEC]]",
  does: "the run that a failing spec names",
  for: "learners",
  mostWords: 3,
  run: replayToken,
};

async function replayToken(request: Request): Promise<Answer> {
  const {
    words: [token, wanted, wantedSpec],
    lessons,
  } = request;
  if (token === undefined) {
    throw new UsageError("Which run? Copy the command that a failing spec prints, as in:", [
      `  ${COMMAND} replay c9.t14 3 11`,
    ]);
  }
  await refuseUnreadable(token);
  const lesson =
    wanted === undefined ? await firstUnsolved(request) : lessonMeant(lessons, wanted, `${COMMAND} replay ${token} 3`);
  if (!lesson) {
    throw new UsageError("Every lesson is solved: name the one that you mean, and its spec, as in:", [
      `  ${COMMAND} replay ${token} 3 11`,
    ]);
  }
  const spec = wantedSpec === undefined ? await firstFailing(request, lesson, token) : specMeant(wantedSpec, token);
  const verdict = await verdictInEnvironment(request, lesson, { KATA_REPLAY: `${spec}:${token}` });
  return answerOf(verdict, spec, token, request);
}

/** @throws UsageError when it is no token */
async function refuseUnreadable(token: string): Promise<void> {
  // Loaded only here: hints and lists do without the simulation.
  const { replay: faultsOf } = await import("#simulation");
  try {
    faultsOf(token);
  } catch (error) {
    throw new UsageError((error as RangeError).message);
  }
}

async function firstUnsolved(request: Request): Promise<Lesson | undefined> {
  const runner = runnerIn(request);
  for (const lesson of request.lessons) {
    if (!isSolved(await verdictOn(lesson, runner))) return lesson;
  }
  return undefined;
}

/** Where no spec is named, the first one that fails is meant: its token is the one that was printed last. */
async function firstFailing(request: Request, lesson: Lesson, token: string): Promise<number> {
  const verdict = await verdictOn(lesson, runnerIn(request));
  const [failure] = verdict.failures;
  const number = failure && numberOf(failure, verdict);
  if (number !== undefined) return number;
  throw new UsageError(
    `No spec of lesson ${lesson.number} ${failure ? "could run" : "fails"}: name the one that you mean, as in:`,
    [`  ${COMMAND} replay ${token} ${lesson.number} ${Math.max(1, verdict.total)}`],
  );
}

function specMeant(word: string, token: string): number {
  if (/^[1-9]\d{0,3}$/.test(word)) return Number(word);
  throw new UsageError(`"${word}" is no number of a spec. Name it by its number in the README, as in:`, [
    `  ${COMMAND} replay ${token} 3 11`,
  ]);
}

function answerOf(verdict: Verdict, spec: number, token: string, { ink }: Request): Answer {
  const { lesson, failures, specs, total } = verdict;
  const [failure] = failures;
  if (failure?.kind !== "replayed") {
    // It went wrong before its proof could replay anything: that is what there is to see.
    if (failure && failure.kind !== "skipped") {
      const why = `Spec ${spec} goes wrong before a proof of it could replay anything:`;
      return { lines: [...wrap(why), "", ...frame(failure, lesson)], code: RED };
    }
    throw new UsageError(
      spec > total
        ? `Lesson ${lesson.number} has ${total} specs, and no spec ${spec}.`
        : `Spec ${spec} of lesson ${lesson.number} proves nothing under all faults, so it has no run to replay.`,
      ["  Copy the command that a failing spec prints:", `  npm run lesson ${lesson.number}`],
    );
  }
  const head = headLines(lesson, spec, specs[spec - 1] ?? "", failure.faults, ink);
  if (failure.end === "nowhere") {
    const why = "In the world of this spec the run ends before these faults can strike.";
    const older = `The token ${token} is about another spec or about an older exercise. A new one:`;
    return { lines: [...head, "", ...wrap(`${why} ${older}`), "", `  npm run lesson ${lesson.number}`], code: MISUSE };
  }
  const help = ink.faint(`${COMMAND} hint ${lesson.number}: a hint, without a terminal.`);
  const page = [...head, "", ...picture(failure, ink), "", ...inWords(failure.sentences)];
  return failure.end === "well" ? { lines: page, code: GREEN } : { lines: [...page, "", help], code: RED };
}

type Replayed = Extract<Failure, { kind: "replayed" }>;

function headLines(lesson: Lesson, spec: number, title: string, faults: readonly string[], ink: Ink): string[] {
  const label = `Spec ${spec}`.padEnd(8);
  return [
    ink.strong(oneLine(`Lesson ${lesson.number} · ${lesson.title}`, 80)),
    ...wrap(title, { first: `${label}  `, rest: " ".repeat(label.length + 2) }),
    ...wrap(faults.join(", "), { first: "Faults    ", rest: "          " }),
  ];
}

function picture({ end, frame: told }: Replayed, ink: Ink): readonly string[] {
  const lines = told.split("\n");
  if (end === "wrong") return lines.map((line, index) => (index === 0 ? ink.bad(line) : line));
  return [ink.good("✓ With these faults the job ends well: nothing lost, nothing twice."), "", ...lines];
}

function inWords(sentences: readonly string[]): string[] {
  return ["In words:", ...sentences.flatMap((line) => wrap(line, { first: "  ", rest: "    " }))];
}
