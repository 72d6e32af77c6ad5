// npm run kata in this process, for verbs that run no lesson: what somebody types, and what comes back.
import { orMisuse } from "#terminal";
import { runVerb } from "../../src/kata/run-verb.ts";
import type { Surroundings } from "../../src/kata/surroundings.ts";
import type { Ended } from "./fixture-repository.ts";

interface Around {
  readonly root: string;
  readonly now?: Date;
  readonly environment?: NodeJS.ProcessEnv;
}

export async function askVerb(around: Around, ...words: readonly string[]): Promise<Ended> {
  const { root, now, environment = {} } = around;
  let [output, errors] = ["", ""];
  const surroundings = {
    root,
    input: {},
    output: { write: (part: string, done: () => void) => ((output += part), done()) },
    errors: { write: (part: string) => (errors += part) },
    environment: { ...process.env, ...environment, NO_COLOR: "1", FORCE_COLOR: undefined },
    ...(now && { now: () => now }),
  } as unknown as Surroundings;
  const code = await orMisuse(() => runVerb(words, surroundings), surroundings.errors);
  return { code, output, errors };
}

/** A refusal on one line, however it was broken. */
export const sentence = ({ errors }: Ended): string => errors.replace(/\s+/g, " ").trim();
