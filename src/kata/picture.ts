// The picture of the first failing spec, as a file: npm run lesson 3 -- --html run.html
import type { Verdict } from "./verdict.ts";

/**
 * Takes --html FILE out of a command line.
 * @returns the other words, and the file: an empty text when its name is missing, undefined without the flag
 */
export function readHtmlFlag(commandLine: readonly string[]): { words: readonly string[]; html: string | undefined } {
  const index = commandLine.findIndex((word) => word === "--html" || word.startsWith("--html="));
  const flag = commandLine[index];
  if (flag === undefined) return { words: commandLine, html: undefined };
  const next = commandLine[index + 1];
  const apart = flag === "--html" && next !== undefined && !next.startsWith("--");
  const html = apart ? next : flag.slice("--html=".length);
  return { words: commandLine.toSpliced(index, apart ? 2 : 1), html };
}

/** What came of keeping a picture: why it was refused, or lines below the page. */
export interface Kept {
  readonly refused?: string | undefined;
  readonly lines: readonly string[];
}

/**
 * Writes the picture that belongs to a verdict.
 * @param file where to; a file that is no picture stays as it is, and the sentence says so
 */
export async function keepPicture({ failures: [first] }: Verdict, file: string): Promise<Kept> {
  if (!first) return { lines: ["", "No picture was written: every spec is green."] };
  if (first.kind !== "broken-rule" || first.picture === undefined) {
    return { lines: ["", "No picture was written: what failed first is not a run that could be drawn."] };
  }
  // Loaded only here: the way from a save to a verdict does not wait for the simulation.
  const { writePicture } = await import("#simulation");
  const refused = writePicture(file, first.picture);
  return { refused, lines: ["", `The picture of this run is in ${file}: open it in a browser.`] };
}
