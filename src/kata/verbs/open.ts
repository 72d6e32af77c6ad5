// open [LESSON]: the exercise in an editor, or its path.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { EXERCISE, pathOf } from "../lessons.ts";
import { GREEN } from "../program.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const open: Verb = {
  usage: "open [LESSON]",
  does: "the exercise in your editor",
  for: "learners",
  key: "o",
  mostWords: 1,
  run: openExercise,
};

/** Editors that take the terminal for themselves: beside a loop there is no room for them. */
const inTerminal = /(?:^|[\\/])(?:n?vim?|nano|emacs|hx|helix|micro|pico|joe|ed)(?:\.exe)?$/i;

async function openExercise(request: Request): Promise<Answer> {
  const { environment, words, here } = request;
  const lesson = lessonAtHand(request, words[0], `${COMMAND} open 3`);
  const path = pathOf(lesson, EXERCISE);
  const editor = editorIn(environment);
  if (editor === undefined) {
    return { lines: [`Open ${path} in your editor. KATA_EDITOR=code lets "open" do it.`], code: GREEN };
  }
  const [command = "", ...args] = editor.split(/\s+/);
  if (here && inTerminal.test(command)) {
    return { lines: [`${command} needs a terminal of its own: open ${path} there.`], code: GREEN };
  }
  const failure = await started(command, [...args, join(lesson.folder, EXERCISE)], inTerminal.test(command));
  return failure === undefined
    ? { lines: [`${path} is open in ${command}.`], code: GREEN }
    : {
        lines: [`${command} could not be started (${failure}): open ${path} yourself, or set KATA_EDITOR.`],
        code: GREEN,
      };
}

/** What somebody has set, or Visual Studio Code when this is its terminal. */
function editorIn({ KATA_EDITOR, VISUAL, TERM_PROGRAM }: NodeJS.ProcessEnv): string | undefined {
  return KATA_EDITOR?.trim() || VISUAL?.trim() || (TERM_PROGRAM === "vscode" ? "code" : undefined);
}

/** @returns why it could not be started */
function started(command: string, args: readonly string[], inThisTerminal: boolean): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: inThisTerminal ? "inherit" : "ignore", detached: !inThisTerminal });
    child.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    if (inThisTerminal) child.once("exit", () => resolve(undefined));
    else
      child.once("spawn", () => {
        child.unref();
        resolve(undefined);
      });
  });
}
