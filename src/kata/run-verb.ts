// npm run kata: what the loop does at a key, and what it has no key for, one at a time and without a terminal.
import { columnsOf, inkFor, insteadOf, PAGE_WIDTH, readCommandLine, shown, UsageError } from "#terminal";
import { GREEN, lessonsIn, say, tellBoard } from "./program.ts";
import type { Surroundings } from "./surroundings.ts";
import { verbLines } from "./verbs/help.ts";
import { verbs } from "./verbs/index.ts";
import { COMMAND } from "./verbs/verb.ts";

/**
 * npm run kata -- VERB …: one answer, in plain text.
 * @param commandLine the verb and what belongs to it; nothing prints the verbs
 * @returns the exit code: 0; 1 when something is red; that of misuse when the question has no answer
 * @throws UsageError when there is no such verb, or a word or a flag too many
 * @throws when vitest cannot be started
 */
export async function runVerb(commandLine: readonly string[], surroundings: Surroundings): Promise<number> {
  const { root, output, environment } = surroundings;
  const [name, ...rest] = commandLine;
  if (name === undefined || name === "--help" || name === "-h") return say(output, verbLines(verbs), GREEN);
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) {
    throw new UsageError(
      `There is no ${kindOf(name)} ${shown(name)}: ${insteadOf(name, Object.keys(verbs))}`,
      verbLines(verbs),
    );
  }
  const { flags = {}, mostWords } = verb;
  const command = `${COMMAND} ${name}`;
  const { words, flags: given, help } = readCommandLine(rest, environment, { flags, command, mostWords: Infinity });
  if (help) return say(output, [`  ${COMMAND} ${verb.usage}`, `  ${verb.does}`], GREEN);
  const surplus = words[mostWords];
  if (surplus !== undefined) {
    throw new UsageError(`${shown(surplus)} is one word too many: ${COMMAND} ${verb.usage}`);
  }
  const lessons = lessonsIn(root);
  const { lines, code } = await verb.run({
    ...surroundings,
    words,
    flags: given,
    lessons,
    ink: inkFor(output, environment),
    width: Math.min(PAGE_WIDTH, columnsOf(output)),
  });
  tellBoard(surroundings, lessons);
  return lines.length === 0 ? code : say(output, lines, code);
}

const kindOf = (word: string): string => (word.startsWith("-") ? "flag" : "verb");
