// The kata's programs in this process, over one vitest that stays open: what somebody types, and what comes back.
import { orMisuse } from "#terminal";
import { LessonRunner } from "../../src/kata/lesson-runner.ts";
import { showLesson } from "../../src/kata/program.ts";
import { start } from "../../src/kata/start.ts";
import type { Surroundings } from "../../src/kata/surroundings.ts";
import { runVerb } from "../../src/kata/run-verb.ts";
import type { Ended } from "./fixture-repository.ts";

/** Where nothing hangs, whether a busy machine is in time is not the question. */
const PATIENCE_MS = 20_000;

/** What a program sets for its threads is not for the next test, and pages are compared without colours. */
async function inItsEnvironment<Result>(program: () => Promise<Result>): Promise<Result> {
  const { NO_COLOR, FORCE_COLOR, KATA_HTML, KATA_EDITOR, VISUAL, TERM_PROGRAM } = process.env;
  process.env["NO_COLOR"] = "1";
  for (const name of ["FORCE_COLOR", "KATA_EDITOR", "VISUAL", "TERM_PROGRAM"]) delete process.env[name];
  try {
    return await program();
  } finally {
    for (const [name, value] of Object.entries({
      NO_COLOR,
      FORCE_COLOR,
      KATA_HTML,
      KATA_EDITOR,
      VISUAL,
      TERM_PROGRAM,
    })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

export class OpenKata {
  readonly #root: string;
  readonly #runner: LessonRunner;

  constructor(root: string, { watchdogMs = PATIENCE_MS }: { readonly watchdogMs?: number } = {}) {
    this.#root = root;
    this.#runner = new LessonRunner({ root, watchdogMs });
  }

  /** npm start, in a pipe. */
  start = (...words: readonly string[]): Promise<Ended> => this.#run((around) => start(words, around));

  /** npm run lesson -- … */
  lesson = (...words: readonly string[]): Promise<Ended> => this.#run((around) => showLesson(words, around));

  /** npm run kata -- … */
  verb = (...words: readonly string[]): Promise<Ended> => this.#run((around) => runVerb(words, around));

  async close(): Promise<void> {
    await this.#runner.close();
  }

  async #run(program: (surroundings: Surroundings) => Promise<number>): Promise<Ended> {
    let [output, errors] = ["", ""];
    const surroundings = {
      root: this.#root,
      input: {},
      output: { write: (part: string, done: () => void) => ((output += part), done()) },
      errors: { write: (part: string) => (errors += part) },
      environment: process.env,
      runner: this.#runner,
    } as unknown as Surroundings;
    const code = await inItsEnvironment(() => orMisuse(() => program(surroundings), surroundings.errors));
    return { code, output, errors };
  }
}
