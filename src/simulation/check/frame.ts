// What a learner sees when a rule is broken, always the same four parts: what happened, the timeline, the rule, what next.
import { drawHtml } from "../picture/html/draw-html.ts";
import { formsWanted } from "./forms.ts";
import type { Run } from "../run/run.ts";
import { describeRun } from "../picture/sentences.ts";
import type { Hole } from "../picture/hole.ts";
import { drawTimeline } from "../picture/timeline.ts";
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
  /** An effect that never happened. */
  readonly missing?: Hole;
  /** The number of the point after which the run could not end well, for the picture. */
  readonly noReturn?: number;
}

/** Raised by the checks of this folder. Its message is the whole frame, in plain text of at most 80 columns. */
export class BrokenRule extends Error {
  override readonly name = "BrokenRule";
  /** The run as an HTML file, when it was asked for. An own field: it survives the way out of a worker thread. */
  declare readonly picture?: string;

  constructor(message: string, picture?: string) {
    super(message);
    if (picture !== undefined) this.picture = picture;
  }
}

/**
 * Renders what a learner sees, for a check to throw.
 *
 * @example throw frame({ happened: "The cursor grew.", run, rule: "A cursor is small.", next: "What is enough of it?" });
 */
export function frame(parts: FrameParts): BrokenRule {
  const { happened, run, rule, next, footnotes = [] } = parts;
  const { sentences, pictureTitle } = formsWanted();
  const timeline = sentences
    ? describeRun(run, parts).flatMap((sentence) => wrap(sentence, { first: "  ", rest: "    " }))
    : drawTimeline(run, parts.spotlight, parts.missing);
  const message = [
    ...wrap(happened, { first: "✗ ", rest: "  " }),
    "",
    ...timeline,
    "",
    ...wrap(rule, { first: "  Rule  ", rest: "        " }),
    ...wrap(next, { first: "  Next  ", rest: "        " }),
    ...footnotes.flatMap((line) => wrap(line, { first: "  ", rest: "        " })),
  ].join("\n");
  return new BrokenRule(
    message,
    pictureTitle === undefined ? undefined : drawHtml(run, { ...parts, title: pictureTitle }),
  );
}
