// Calls the lab as its process does, and keeps what it prints.
import { lab } from "../../src/lab/lab.ts";

interface Called {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** Calls the lab with these words on the command line. */
export const call = (commandLine: string): Called => callArgs(commandLine.split(" ").filter(Boolean));

export function callArgs(args: readonly string[], env: Readonly<Record<string, string>> = {}): Called {
  let output = "";
  let errors = "";
  const exitCode = lab(args, {
    output: (text) => void (output += text),
    errors: (text) => void (errors += text),
    env,
  });
  return { exitCode, output, errors };
}
