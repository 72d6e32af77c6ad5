// predict [LESSON] [ANSWER]: the question of a lesson, and what the learner says before reading on.
import { wrap } from "#terminal";
import { readmeOf } from "../lessons.ts";
import { GREEN, MISUSE } from "../program.ts";
import { ProgressFile } from "../progress.ts";
import { paragraphLines, sectionOf } from "../readme.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const predict: Verb = {
  usage: "predict [LESSON] [ANSWER]",
  does: "the lesson's question; keeps your answer",
  for: "learners",
  key: "p",
  mostWords: 2,
  run: askOrKeep,
};

async function askOrKeep(request: Request): Promise<Answer> {
  const { root, words, here, width, ink } = request;
  const lesson = lessonAtHand(request, words[0], `${COMMAND} predict 3`);
  const question = sectionOf(readmeOf(lesson), "Predict");
  if (question.length === 0) return { lines: [`Lesson ${lesson.number} asks for no prediction.`], code: MISUSE };
  const progress = new ProgressFile(root);
  const answer = words[1]?.trim();
  if (answer) {
    progress.keep(lesson, { prediction: answer });
    return { lines: [`Kept: ${answer}`, "You see it again beside the answer, when the lesson is green."], code: GREEN };
  }
  const kept = progress.of(lesson).prediction;
  const before = kept === undefined ? [] : ["", ...wrap(kept, { first: "  You said  ", rest: "            ", width })];
  const how = `To keep an answer: ${COMMAND} predict ${lesson.number} "…"`;
  return {
    lines: [...paragraphLines(question, width), ...before, ...(here ? [] : ["", ink.faint(how)])],
    code: GREEN,
    ask: "Your answer: ",
  };
}
