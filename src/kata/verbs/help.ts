// help [VERB]: the verbs, or one of them with its flags.
import { insteadOf, shown, UsageError } from "#terminal";
import { GREEN } from "../program.ts";
import { COMMAND, type Answer, type Request, type Verb } from "./verb.ts";

/** @param table all verbs, read when they are asked for: this one is among them */
export function helpOn(table: () => Readonly<Record<string, Verb>>): Verb {
  return {
    usage: "help [VERB]",
    does: "these lines, or one verb with its key",
    for: "learners",
    key: "?",
    mostWords: 1,
    run: async ({ words: [name], here }: Request): Promise<Answer> => {
      const verbs = table();
      if (name === undefined) return { lines: here ? keyLines(verbs) : verbLines(verbs), code: GREEN };
      const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
      if (!verb) throw new UsageError(`There is no verb ${shown(name)}: ${insteadOf(name, Object.keys(verbs))}`);
      const key = verb.key === undefined ? [] : [`  Its key in npm start: ${verb.key}`];
      return { lines: [`  ${COMMAND} ${verb.usage}`, `  ${verb.does}`, ...key], code: GREEN };
    },
  };
}

/** All verbs: those of learners first. */
export function verbLines(verbs: Readonly<Record<string, Verb>>): readonly string[] {
  const all = Object.values(verbs);
  const width = Math.max(...all.map(({ usage }) => usage.length));
  const linesFor = (whom: Verb["for"]) =>
    all.filter((verb) => verb.for === whom).map(({ usage, does }) => `  ${usage.padEnd(width)}  ${does}`);
  const forInstructors = linesFor("instructors");
  return [
    `${COMMAND} VERB. A lesson is its number or name; none: the one at hand.`,
    "",
    ...linesFor("learners"),
    ...(forInstructors.length > 0 ? ["", "For instructors:", "", ...forInstructors] : []),
    "",
    "npm start, in a terminal, has keys for them, and a verdict after each save.",
  ];
}

/** The keys of the loop. */
function keyLines(verbs: Readonly<Record<string, Verb>>): readonly string[] {
  const keys = Object.values(verbs).flatMap(({ key, does }) => (key === undefined ? [] : [[key, does] as const]));
  const all = [
    ...keys,
    ["r", "run the specs again"],
    ["l", "all lessons: arrows or digits, then Enter"],
    ["↑ ↓", "scroll"],
    ["q", "quit; all is kept"],
  ];
  return all.map(([key, does]) => `  ${key.padEnd(4)} ${does}`);
}
