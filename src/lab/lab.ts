// One call of the lab from the command line to the exit code.
import { columnsOf, orMisuse, printed } from "#terminal";
import { readCommand } from "./command-line.ts";
import { helpText } from "./help.ts";
import { page } from "./page.ts";

/** Where text goes; process.stdout is one. */
export interface Output {
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** What the lab needs of its process. */
export interface Surroundings {
  readonly output: Output;
  readonly errors: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Does what the command line asks for.
 *
 * @param args what follows `npm run lab --`
 * @returns the exit code: 0, or that of misuse when the command line cannot be used
 */
export const lab = async (args: readonly string[], { output, errors, env }: Surroundings): Promise<number> =>
  orMisuse(() => {
    const command = readCommand(args, env);
    output.write(printed(command.kind === "help" ? helpText : page(command.options), columnsOf(output)));
    return 0;
  }, errors);
