// The process around a program: nobody reads on, or the command line cannot be used.
import { MISUSE, UsageError } from "./usage-error.ts";
import { columnsOf } from "./width.ts";
import { printed, wrap } from "./wrap.ts";

/** What a program's process has to write to. */
interface Outputs {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Ends the process without a word when its reader has gone, as `head` does after its lines: nothing is left to do then. */
export function endQuietly({ stdout, stderr }: Outputs = process): void {
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
  }
}

/** Where sentences about misuse go; process.stderr is one. */
interface Errors {
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/**
 * Does the work of a program; a command line that cannot be used is answered in a sentence.
 *
 * @returns the exit code: that of the work, or MISUSE
 */
export async function orMisuse(work: () => number | Promise<number>, errors: Errors): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const width = columnsOf(errors);
    const below = error.choice.length > 0 ? ["", ...error.choice] : [];
    errors.write(printed([...wrap(error.message, { width }), ...below], width));
    return MISUSE;
  }
}
