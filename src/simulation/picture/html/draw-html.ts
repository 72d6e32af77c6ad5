// A run as one HTML file that needs nothing else: a picture, the rule, and the same in sentences.
import type { Run } from "../../run/run.ts";
import { describeStory } from "../sentences.ts";
import { type Story, type StoryOptions, storyOf } from "../story.ts";
import { drawSvg } from "./draw-svg.ts";
import { style } from "./style.ts";
import { escapeText } from "./text.ts";

export interface PictureParts extends StoryOptions {
  /** What was run, such as the title of a spec. */
  readonly title: string;
  /** What came of it, in one plain sentence. */
  readonly happened: string;
  readonly rule: string;
  readonly next?: string;
  /** Further lines, such as where it began and how to see it again. */
  readonly footnotes?: readonly string[];
}

/** By this a file is known to be such a picture, and may be written anew. It stands in its first lines. */
export const generator = '<meta name="generator" content="job-continuation-kata: picture of a run">';

/**
 * Draws a run as HTML with an inline SVG. No scripts, nothing loaded, light and dark, readable on paper and aloud.
 *
 * @example writeFileSync("run.html", drawHtml(run, { title: "charge_orders", happened: "charge 4 happened twice.", rule }))
 */
export const drawHtml = (run: Run, parts: PictureParts): string => paintHtml(storyOf(run, parts), parts);

/** The same for a story that has been told already. For the frame. */
export function paintHtml(story: Story, parts: Omit<PictureParts, keyof StoryOptions>): string {
  const { title, happened, rule, next, footnotes = [] } = parts;
  const sentences = describeStory(story);
  const svg = drawSvg(story, { title: `${title}: ${happened}`, description: sentences.join(" ") });
  return `${[
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    generator,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(`${happened} · ${title}`)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<p class="of">${escapeText(title)}</p>`,
    `<h1>${escapeText(happened)}</h1>`,
    `<figure tabindex="0" aria-label="The run, one lane for each execution">`,
    svg,
    "</figure>",
    "<dl>",
    `<dt>Rule</dt><dd>${escapeText(rule)}</dd>`,
    ...(next === undefined ? [] : [`<dt>Next</dt><dd>${escapeText(next)}</dd>`]),
    "</dl>",
    ...footnotes.map((line) => `<p><code>${escapeText(line)}</code></p>`),
    "<h2>The same in words</h2>",
    "<ol>",
    ...sentences.map((sentence) => `<li>${escapeText(sentence)}</li>`),
    "</ol>",
    "</main>",
    "</body>",
    "</html>",
  ].join("\n")}\n`;
}
