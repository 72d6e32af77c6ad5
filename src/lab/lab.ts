// One call of the lab from the command line to the exit code.
import { readCommand } from "./command-line.ts";
import { helpText } from "./help.ts";
import { page } from "./page.ts";
import { printed, wrapped } from "./text.ts";
import { UsageError } from "./usage-error.ts";

/** What the lab needs of its process. */
export interface Surroundings {
  readonly output: (text: string) => void;
  readonly errors: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Does what the command line asks for.
 *
 * @param args what follows `npm run lab --`
 * @returns the exit code: 0, or 1 when the command line cannot be used
 */
export function lab(args: readonly string[], { output, errors, env }: Surroundings): number {
  try {
    const command = readCommand(args, env);
    output(printed(command.kind === "help" ? helpText : page(command.options)));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    errors(printed(wrapped(error.message)));
    return 1;
  }
}
