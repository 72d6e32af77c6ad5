// What the kata's programs cannot use is refused in one sentence that names it, with exit code 2, and nothing is run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orMisuse } from "#terminal";
import { showLesson } from "../../src/kata/program.ts";
import { start } from "../../src/kata/start.ts";
import type { Surroundings } from "../../src/kata/surroundings.ts";
import { runVerb } from "../../src/kata/run-verb.ts";
import { lessonFiles, makeRepository, removeRepository } from "./fixture-repository.ts";

const programs = { start, lesson: showLesson, kata: runVerb };
const hints = "# Wrong\n\n<details><summary>Hint 1</summary>\n\nOne.\n\n</details>\n";

let root = "";
beforeAll(() => {
  root = makeRepository({
    ...lessonFiles("01-green", undefined),
    ...lessonFiles("02-cursors", undefined),
    "lessons/02-cursors/README.md": hints,
  });
});
afterAll(() => removeRepository(root));

async function call(program: keyof typeof programs, words: string, environment: NodeJS.ProcessEnv = {}) {
  let output = "";
  let errors = "";
  const surroundings = {
    root,
    environment,
    input: {},
    output: { write: (part: string, done: () => void) => ((output += part), done()) },
    errors: { write: (part: string) => (errors += part) },
  } as unknown as Surroundings;
  const work = () => programs[program](words.split(" ").filter(Boolean), surroundings);
  const code = await orMisuse(work, surroundings.errors);
  return { code, output, errors };
}

const lessons = "\n\n  01-green    A lesson called 01-green\n  02-cursors  Wrong\n";

describe("refuses, with exit code 2,", () => {
  it.each([
    ["lesson", "", `Which lesson? npm run lesson 3, for example.${lessons}`],
    ["lesson", "12", `There is no lesson "12".${lessons}`],
    ["lesson", "cursor", `There is no lesson "cursor". Did you mean cursors?${lessons}`],
    ["lesson", "02-cusrors", `There is no lesson "02-cusrors". Did you mean 02-cursors?${lessons}`],
    ["lesson", "1 2", '"2" is one word too many: flags go after --, as in npm run lesson 3 -- --all.\n'],
    ["lesson", "1 all", '"all" is one word too many: did you mean --all?\n'],
    ["lesson", "1 --foo", "There is no flag --foo: choose from --all, --html, --sentences, --help.\n"],
    ["lesson", "1 --al", "There is no flag --al: did you mean --all?\n"],
    ["lesson", "1 --htlm x", "There is no flag --htlm: did you mean --html?\n"],
    ["lesson", "1 --all=yes", '--all takes no value: leave out "yes".\n'],
    ["lesson", "1 --html", html()],
    ["lesson", "1 --html=", html()],
    ["lesson", "1 --html --all", html()],
    ["start", "3", `There is no lesson "3".${lessons}`],
    ["start", "1 2", '"2" is one word too many: flags go after --, as in npm start -- --sentences.\n'],
    ["start", "--foo", "There is no flag --foo: choose from --sentences, --help.\n"],
    ["kata", "lst", 'There is no verb "lst": did you mean list?\n\nnpm run kata -- VERB.'],
    ["kata", "toString", 'There is no verb "toString": choose from list, run, hint, predict, '],
    ["kata", "list 1", '"1" is one word too many: npm run kata -- list\n'],
    ["kata", "list --all", "There is no flag --all: choose from --help.\n"],
    ["kata", "go", `Which lesson? npm run kata -- go 3, for example.${lessons}`],
    ["kata", "hint 12", `There is no lesson "12".${lessons}`],
    ["kata", "hint 2 1 1", '"1" is one word too many: npm run kata -- hint [LESSON] [RUNG]\n'],
    ["kata", "hint 2 3", 'There is no hint "3" in lesson 2: it has 1, counted from 1.\n'],
    ["kata", "hint 2 0", 'There is no hint "0" in lesson 2: it has 1, counted from 1.\n'],
    ["kata", "hint 2 one", 'There is no hint "one" in lesson 2: it has 1, counted from 1.\n'],
    ["kata", "replay", "as in:\n\n  npm run kata -- replay c9.t14 3 11\n"],
    ["kata", "replay x9", '"x9" is no replay token.'],
    ["kata", "replay c9 2 first", '"first" is no number of a spec. Name it by its number in the README, as in:\n'],
    ["kata", "replay c9 12", `There is no lesson "12".${lessons}`],
  ] as const)("%s %s", async (program, words, sentence) => {
    const { code, output, errors } = await call(program, words);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(sentence);
  });

  it.each([["kata", "hint 1", "This lesson has no hints."]] as const)(
    "a question without an answer: %s %s",
    async (program, words, sentence) => {
      const { code, output } = await call(program, words);
      expect(code).toBe(2);
      expect(output).toContain(sentence);
    },
  );

  it("a file that npm kept for itself, because -- was missing", async () => {
    const { code, errors } = await call("lesson", "3 run.html", { npm_config_html: "true" });
    expect({ code, errors }).toEqual({
      code: 2,
      errors: "npm kept --html for itself: type -- before it, as in npm run lesson 3 -- --html run.html.\n".replace(
        "as in npm",
        "as in\nnpm",
      ),
    });
  });

  it.each(["-1", "0", "soon", "1e3"])("KATA_WATCHDOG_MS=%s", async (set) => {
    const { code, errors } = await call("lesson", "1", { KATA_WATCHDOG_MS: set });
    expect(code).toBe(2);
    expect(errors).toContain(`KATA_WATCHDOG_MS is "${set}": set it to whole milliseconds`);
  });
});

it.each([
  ["start", "npm start, in a terminal"],
  ["lesson", "npm run lesson 3 -- --all"],
  ["kata", "  list  "],
] as const)("%s --help says what there is, and ends with 0", async (program, sentence) => {
  const { code, output, errors } = await call(program, "--help");
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(output).toContain(sentence);
});

function html(): string {
  return "--html has no file to write to: pass a name, as in";
}
