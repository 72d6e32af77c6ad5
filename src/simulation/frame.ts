// What a learner sees when a rule is broken, always the same four parts: what happened, the timeline, the rule, what next.
import type { Run } from "./run.ts";
import { drawTimeline } from "./timeline.ts";
import { wrap } from "./wrap.ts";

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
}

/** Raised by the checks of this folder. Its message is the whole frame, in plain text of at most 80 columns. */
export class BrokenRule extends Error {
  constructor({ happened, run, spotlight, rule, next, footnotes = [] }: FrameParts) {
    const timeline = drawTimeline(run, spotlight);
    super(
      [
        ...wrap(happened, { first: "✗ ", rest: "  " }),
        "",
        ...timeline,
        "",
        ...wrap(rule, { first: "  Rule  ", rest: "        " }),
        ...wrap(next, { first: "  Next  ", rest: "        " }),
        ...footnotes.flatMap((line) => wrap(line, { first: "  ", rest: "        " })),
      ].join("\n"),
    );
    this.name = "BrokenRule";
  }
}
