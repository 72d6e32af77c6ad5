// Gives a program its process, and ends the process with the program's exit code.
import { endQuietly, orMisuse, writeReadably } from "#terminal";
import { sentenceOfSystem } from "./system-errors.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Runs a program in the current folder.
 * @param program takes what follows its name and returns the exit code; when it throws, the sentence goes to stderr and
 *   the code is 3
 */
export async function runProgram(
  program: (commandLine: readonly string[], surroundings: Surroundings) => Promise<number>,
): Promise<void> {
  endQuietly();
  writeReadably();
  const { stdin: input, stdout: output, stderr: errors, env: environment } = process;
  const surroundings = { root: process.cwd(), input, output, errors, environment };
  try {
    process.exitCode = await orMisuse(() => program(process.argv.slice(2), surroundings), errors);
  } catch (error) {
    const sentence = `The specs could not be run: ${error instanceof Error ? error.message : String(error)}`;
    errors.write(`${sentenceOfSystem(error) ?? sentence}\n`);
    process.exitCode = 3;
  }
  // vitest keeps threads and servers, and a thread may hang: nobody waits for them here.
  process.exit();
}
