// What a learner sees when a rule is broken, always the same four parts: what happened, the timeline, the rule, what next.
import { paintHtml } from "../picture/html/draw-html.ts";
import { formsWanted } from "./forms.ts";
import type { Run } from "../run/run.ts";
import { describeStory } from "../picture/sentences.ts";
import type { Hole } from "../picture/hole.ts";
import { storyOf } from "../picture/story.ts";
import { paintTimeline } from "../picture/timeline.ts";
import { wrap } from "../picture/wrap.ts";

export interface FrameParts {
  /** One plain sentence. */
  readonly happened: string;
  readonly run: Run;
  /** Names of effects to mark in the timeline. */
  readonly spotlight?: readonly string[];
  readonly rule: string;
  readonly next: string;
  /** Further lines, such as where it began and how to see it again. */
  readonly footnotes?: readonly string[];
  /** The faults of the run, to replay it. */
  readonly token?: string;
  /** An effect that never happened. */
  readonly missing?: Hole;
  /** The names of all effects that are right, each as often as it is. */
  readonly wanted?: readonly string[];
  /** The number of the point after which the run could not end well, for the picture. */
  readonly noReturn?: number;
}

/** Raised by the checks of this folder. Its message is the whole frame, in plain text of at most 80 columns. */
export class BrokenRule extends Error {
  override readonly name = "BrokenRule";
  /** The run as an HTML file, when it was asked for. An own field: it survives the way out of a worker thread. */
  declare readonly picture?: string;
  /** The faults of the run, to replay it: "c12.t1b". */
  declare readonly token?: string;

  constructor(message: string, { picture, token }: { readonly picture?: string; readonly token?: string } = {}) {
    super(message);
    if (picture !== undefined) this.picture = picture;
    if (token !== undefined) this.token = token;
  }
}

/**
 * Renders what a learner sees, for a check to throw.
 *
 * @example throw frame({ happened: "The cursor grew.", run, rule: "A cursor is small.", next: "What is enough of it?" });
 */
export function frame(parts: FrameParts): BrokenRule {
  const { happened, run, rule, next, footnotes = [], token } = parts;
  const { sentences, pictureTitle, callsAgain } = formsWanted();
  const story = storyOf(run, parts);
  const timeline = sentences
    ? describeStory(story).flatMap((sentence) => wrap(sentence, { first: "  ", rest: "    " }))
    : paintTimeline(story);
  const message = [
    ...wrap(happened, { first: "✗ ", rest: "  " }),
    "",
    ...timeline,
    "",
    ...labelled("Rule", rule),
    ...labelled("Next", next),
    ...footnotes.flatMap(footnote),
    ...(token !== undefined && callsAgain ? footnote(`Again simulate(…, { …, faults: replay("${token}") })`) : []),
  ].join("\n");
  return new BrokenRule(message, {
    ...(pictureTitle !== undefined && { picture: paintHtml(story, { ...parts, title: pictureTitle }) }),
    ...(token !== undefined && { token }),
  });
}

const labelWidth = "Again ".length;

const labelled = (label: string, text: string): readonly string[] => {
  const margin = `  ${" ".repeat(labelWidth)}`;
  return wrap(text, { first: `  ${label.padEnd(labelWidth)}`, rest: margin });
};

/** "From  orders.ts:3 on, …" has a label of its own. */
function footnote(line: string): readonly string[] {
  const [label = ""] = /^\S+ +/.exec(line) ?? [];
  if (label.length === labelWidth) return labelled(label.trimEnd(), line.slice(labelWidth));
  return wrap(line, { first: "  ", rest: "  " });
}
