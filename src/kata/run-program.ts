// Gives a program its process, and ends the process with the program's exit code.
import type { Surroundings } from "./program.ts";

/**
 * Runs a program in the current folder.
 * @param program returns the exit code; when it throws, the sentence goes to stderr and the code is 3
 */
export async function runProgram(program: (surroundings: Surroundings) => Promise<number>): Promise<void> {
  const { stdin: input, stdout: output, env: environment } = process;
  try {
    process.exitCode = await program({ root: process.cwd(), input, output, environment });
  } catch (error) {
    process.stderr.write(`The specs could not be run: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 3;
  }
  // vitest keeps threads and servers, and a thread may hang: nobody waits for them here.
  process.exit();
}
