// The hints of a lesson: the blocks <details><summary>Hint 1 …</summary> … </details> of its README, as a ladder.
import { wrap } from "#terminal";
import { plain as plainText } from "./readme.ts";

export interface Hint {
  /** The summary as written: "Hint 1: what survives a crash?" */
  readonly title: string;
  /** Markdown between the summary and the end of the block, without blank lines around it. */
  readonly body: string;
}

/** Said of a lesson without hints. */
export const NO_HINTS = "This lesson has no hints. Its README tells the story again, in more words.";

/**
 * Reads the hints out of a README.
 * @param markdown the README's text
 * @returns the hints in the order of the text; other <details> blocks are left out
 */
export function parseHints(markdown: string): Hint[] {
  const blocks = markdown.matchAll(/<details[^>]*>\s*<summary>([\s\S]*?)<\/summary>([\s\S]*?)<\/details>/gi);
  return [...blocks]
    .map(([, summary = "", body = ""]) => ({ title: plain(summary), body: body.trim() }))
    .filter((hint) => /^hint\b/i.test(hint.title));
}

/** One rung, ready to print. */
export function rungLines({ title, body }: Hint, width: number): string[] {
  return [title, ...bodyLines(body, width)];
}

/** Prose is wrapped paragraph by paragraph; what stands between fences is code and stays as it is. */
function bodyLines(body: string, width: number): string[] {
  // Every second part stands between fences.
  const blocks = body.split(/^\s*(?:```|~~~).*$/m).flatMap((part, index) => {
    if (index % 2 === 1)
      return [
        part
          .replace(/^\n|\n$/g, "")
          .split("\n")
          .map((line) => `    ${line}`),
      ];
    const paragraphs = part.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== "");
    return paragraphs.map((paragraph) => wrap(plainText(paragraph), { first: "  ", rest: "  ", width }));
  });
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function plain(html: string): string {
  return html
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
