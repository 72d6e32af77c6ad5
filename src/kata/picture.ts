// The picture of the first failing spec, as a file: npm run lesson 3 -- --html run.html
import type { Verdict } from "./verdict.ts";

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
