// One call of the demo from the command line to the exit code.
import { inkFor, isDumb, orMisuse } from "#terminal";
import { type Command, readCommand } from "./command-line.ts";
import { helpText, listText } from "./help.ts";
import { paint, type Screen } from "./painter.ts";
import type { Scene } from "./scene.ts";

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
 * @returns the exit code: 0, or that of misuse when the command line cannot be used
 */
export const demo = async (args: readonly string[], surroundings: Surroundings): Promise<number> =>
  orMisuse(async () => {
    const { screen, env, pause } = surroundings;
    const scenes = await scenesFor(readCommand(args, env));
    await paint(scenes, { screen, ink: inkFor(screen, env), redraws: screen.isTTY === true && !isDumb(env), pause });
    return 0;
  }, surroundings.errors);

async function scenesFor(command: Command): Promise<readonly Scene[]> {
  if (command.kind === "demo") return await command.demo.scenes(command.options);
  const text = command.kind === "help" ? helpText : listText;
  return [{ kind: "lines", lines: text.map((line) => ({ head: "", text: line, tone: "plain" })) }];
}
