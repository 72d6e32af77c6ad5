// A progress bar as one line of text.
import { grouped, noBreak } from "#terminal";
import { type Line, row } from "./scene.ts";

const cells = 24;

/**
 * Draws a bar.
 *
 * @param done how many of `total` are done
 * @param note what else there is to say, such as which order was the last
 */
export function progressBar(done: number, total: number, note: string): Line {
  const full = Math.floor((done / total) * cells);
  const bar = "█".repeat(full) + "░".repeat(cells - full);
  const [line] = row("charging", `${bar}${noBreak}${noBreak}${grouped(done)} of ${grouped(total)} · ${note}`, "plain");
  return line as Line;
}
