// Calls the lab as its process does, and keeps what it prints.
import { lab } from "../../src/lab/lab.ts";

interface Called {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** Calls the lab with these words on the command line. */
export const call = (commandLine: string): Promise<Called> => callArgs(commandLine.split(" ").filter(Boolean));

export async function callArgs(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Called> {
  let output = "";
  let errors = "";
  const exitCode = await lab(args, {
    output: { write: (text) => (output += text) },
    errors: { write: (text) => (errors += text) },
    env,
  });
  return { exitCode, output, errors };
}
