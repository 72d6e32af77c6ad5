// Puts scenes on a screen: a bar that moves in a terminal, only what stays in a pipe.
import { columnsOf, type Ink, printed } from "#terminal";
import { type Line, plain, type Scene } from "./scene.ts";

/** Where output goes; process.stdout is one. */
export type Screen = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface Painting {
  readonly screen: Screen;
  readonly ink: Ink;
  /** Whether what was written can be drawn over. */
  readonly redraws: boolean;
  /** Waits; tests pass one that does not. */
  readonly pause: (ms: number) => Promise<void>;
}

// All bars together take about a second; forty pictures a second are more than an eye tells apart.
const wholeMs = 1_000;
const mostFrames = 40;
// A short job should not crawl to fill its second.
const longestPauseMs = 60;

const eraseToEnd = "\u001b[K";

/** Paints the scenes in order. What is left on a terminal at the end is what a pipe receives. */
export async function paint(scenes: readonly Scene[], { screen, ink, redraws, pause }: Painting): Promise<void> {
  const frames = redraws ? thinned(scenes) : scenes.filter((_, index) => stays(scenes, index));
  const moving = frames.filter(({ kind }) => kind === "progress").length;
  const pauseMs = Math.min(longestPauseMs, Math.floor(wholeMs / moving));
  for (const [index, scene] of frames.entries()) {
    const width = columnsOf(screen);
    if (scene.kind === "lines")
      screen.write(
        printed(
          scene.lines.map((line) => styled(line, ink)),
          width,
        ),
      );
    else if (redraws) {
      const end = stays(frames, index) ? "\n" : "";
      screen.write(`\r${cut(scene.line, width)}${eraseToEnd}${end}`);
      await pause(pauseMs);
    } else screen.write(printed([styled(scene.line, ink)], width));
  }
}

/** Whether a scene is still there when the next one has come. */
function stays(scenes: readonly Scene[], index: number): boolean {
  return scenes[index]?.kind === "lines" || scenes[index + 1]?.kind !== "progress";
}

/** Leaves out states of the bar, evenly, so that a long job takes no longer to watch. */
function thinned(scenes: readonly Scene[]): readonly Scene[] {
  const moving = scenes.filter(({ kind }) => kind === "progress").length;
  const every = Math.ceil(moving / mostFrames);
  let seen = 0;
  return scenes.filter((scene, index) => {
    if (scene.kind === "progress") seen += 1;
    return stays(scenes, index) || seen % every === 0;
  });
}

function styled({ head, text, tone }: Line, ink: Ink): string {
  if (tone === "plain" || head.trim() === "") return plain({ head, text, tone });
  return `${ink[tone](head)}${text}`;
}

/** A line that the terminal breaks in two cannot be drawn over. */
const cut = (line: Line, width: number): string => plain(line).slice(0, width - 1);
