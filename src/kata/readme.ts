// The parts of a lesson's README that the loop shows.
import { wrap } from "#terminal";

/**
 * A section of a README.
 *
 * @param heading "Predict", as in "## Predict"
 * @returns its paragraphs, each on one line and without emphasis; none when there is no such section
 */
export function sectionOf(markdown: string, heading: string): readonly string[] {
  const [, body = ""] = new RegExp(`^## ${heading}[ \\t]*\\n([^]*?)(?=^## |(?![^]))`, "m").exec(markdown) ?? [];
  return body
    .split(/\n\s*\n/)
    .map((paragraph) => plain(paragraph.trim()))
    .filter((paragraph) => paragraph !== "");
}

/** The paragraphs up to the first list, and that list; the first two when there is none. */
export function untilList(paragraphs: readonly string[]): readonly string[] {
  const list = paragraphs.findIndex((paragraph) => /^(?:[-*]|\d+\.) /.test(paragraph));
  return paragraphs.slice(0, list === -1 ? 2 : list + 1);
}

/** Paragraphs as lines, with a blank one between two of them. A list keeps its lines. */
export function paragraphLines(paragraphs: readonly string[], width: number): string[] {
  return paragraphs.flatMap((paragraph, index) => [
    ...(index > 0 ? [""] : []),
    ...items(paragraph).flatMap((item) => {
      const [bullet = ""] = /^(?:[-*]|\d+\.) /.exec(item) ?? [];
      return wrap(item.slice(bullet.length), { first: `  ${bullet}`, rest: " ".repeat(2 + bullet.length), width });
    }),
  ]);
}

/** The items of a list, or the paragraph itself. */
const items = (paragraph: string): readonly string[] =>
  paragraph.split(/\n(?=(?:[-*]|\d+\.) )/).map((item) => item.replace(/\s*\n\s*/g, " "));

/** Without emphasis, which begins and ends at a letter or a sign; what stands in code is left as it is. */
export const plain = (markdown: string): string =>
  markdown
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/(\*{1,2})(?=\S)([^*]*?\S)\1/g, "$2")))
    .join("");
