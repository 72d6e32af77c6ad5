// Puts scenes on a screen: a bar that moves in a terminal, only what stays in a pipe.
import { styleText } from "node:util";
import { type Line, plain, type Scene, type Tone } from "./scene.ts";

/** Where output goes; process.stdout is one. */
export type Screen = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface Painting {
  readonly screen: Screen;
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
export async function paint(scenes: readonly Scene[], { screen, redraws, pause }: Painting): Promise<void> {
  const frames = redraws ? thinned(scenes) : scenes.filter((_, index) => stays(scenes, index));
  const moving = frames.filter(({ kind }) => kind === "progress").length;
  const pauseMs = Math.min(longestPauseMs, Math.floor(wholeMs / moving));
  for (const [index, scene] of frames.entries()) {
    if (scene.kind === "lines") screen.write(scene.lines.map((line) => `${styled(line, screen)}\n`).join(""));
    else if (redraws) {
      const end = stays(frames, index) ? "\n" : "";
      screen.write(`\r${styled(cut(scene.line, screen.columns), screen)}${eraseToEnd}${end}`);
      await pause(pauseMs);
    } else screen.write(`${styled(scene.line, screen)}\n`);
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

const colours = { strong: "bold", good: "green", bad: "red" } as const satisfies Partial<Record<Tone, string>>;

function styled({ head, text, tone }: Line, screen: Screen): string {
  if (tone === "plain" || head.trim() === "") return plain({ head, text, tone });
  // One format, never a list of them: Node 20.20 does not look at NO_COLOR when it is given a list.
  return `${styleText(colours[tone], head, { stream: screen })}${text}`.trimEnd();
}

/** A line that the terminal breaks in two cannot be drawn over. */
const cut = (line: Line, columns = 80): Line => ({
  head: "",
  text: plain(line).slice(0, columns - 1),
  tone: "plain",
});
