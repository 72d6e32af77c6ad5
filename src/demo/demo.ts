// One call of the demo from the command line to the exit code.
import { type Command, readCommand } from "./command-line.ts";
import { helpText, listText } from "./help.ts";
import { paint, type Screen } from "./painter.ts";
import { type Scene, wrapped } from "./scene.ts";
import { UsageError } from "./usage-error.ts";

/** What the demo needs of its process. */
export interface Surroundings {
  readonly screen: Screen;
  readonly errors: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Waits between two states of a progress bar. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Does what the command line asks for.
 *
 * @param args what follows `npm run demo --`
 * @returns the exit code: 0, or 2 when the command line cannot be used
 */
export async function demo(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { screen, errors, env, pause } = surroundings;
  try {
    const scenes = await scenesFor(readCommand(args, env));
    // A dumb terminal, such as a shell inside an editor, would show the control characters.
    const redraws = screen.isTTY === true && env["TERM"] !== "dumb";
    await paint(scenes, { screen, redraws, pause });
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    errors.write(`${wrapped(error.message).join("\n")}\n`);
    return 2;
  }
}

async function scenesFor(command: Command): Promise<readonly Scene[]> {
  if (command.kind === "demo") return await command.demo.scenes(command.options);
  const text = command.kind === "help" ? helpText : listText;
  return [{ kind: "lines", lines: [{ head: "", text, tone: "plain" }] }];
}
