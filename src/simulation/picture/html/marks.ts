// How each moment of a run looks: a sign and words, never colour alone.
import type { Moment, MomentKind } from "../moments.ts";

export type Shape = "box" | "pill" | "words" | "dot";

/** One mark on a lane of the picture. */
export interface Mark {
  readonly shape: Shape;
  /** The class of its colours. */
  readonly look: string;
  readonly text: string;
  /** What kind of effect it is, such as "charge": said once for a row of equals. */
  readonly verb?: string;
  /** In full, for whoever points at it. */
  readonly title: string;
  readonly keep: boolean;
  readonly wrong: boolean;
  /** Stands close to the mark before it. */
  readonly close: boolean;
}

/** The mark of a moment. `named` holds effects that happen more than once and are to be named in full each time. */
export function markOf(moment: Moment, named: ReadonlySet<string>): Mark {
  const mark = markForKind(moment, named);
  if (!moment.answerLost) return mark;
  // Two classes: it looks like the effect that it is, and the legend knows it.
  return {
    ...mark,
    look: `${mark.look} unheard`,
    text: `${mark.text} ✗ answer lost`,
    title: `${mark.title}; the answer was lost`,
  };
}

function markForKind({ kind, text, verb, item, keep, wrong }: Moment, named: ReadonlySet<string>): Mark {
  const mark = { ...styles[kind], keep, wrong, close: styles[kind].shape === "dot" };
  switch (kind) {
    case "effect":
    case "known": {
      const short = verb !== undefined && item !== undefined ? { verb, text: item } : { text };
      if (kind === "known") return { ...mark, ...short, text: `= ${short.text}`, title: `${text}, known by its key` };
      if (named.has(text)) return { ...mark, look: "first", text: `${text}: first time`, title: text };
      return { ...mark, ...short, ...(wrong && { look: "spot" }), title: text };
    }
    case "again": {
      const title = `${text} happened once more`;
      if (named.has(text) || verb === undefined || item === undefined) {
        return { ...mark, text: `▲ ${text}: again`, title };
      }
      return { ...mark, verb, text: `▲ ${item}`, title };
    }
    case "refused": {
      const short = verb !== undefined && item !== undefined ? { verb, text: item } : { text };
      return { ...mark, ...short, text: `${short.text} ✗ refused`, title: `the service refused ${text} for a moment` };
    }
    case "hole":
      return { ...mark, text: `∅ ${text}: never`, title: `${text} never happened` };
    case "saved":
      // Without a cursor it is not about the effect before it, but about the end of a step or about attributes.
      return { ...mark, text: "", title: text === "" ? "progress saved" : `cursor ${text} saved`, close: text !== "" };
    case "in memory":
      return { ...mark, text: "", title: `cursor ${text}, in memory only` };
    case "begins":
      return { ...mark, text: `${text}:`, title: text };
    case "enqueued":
    case "meanwhile":
      return { ...mark, text, title: text };
    default: {
      const said = text === "" ? words[kind] : `${words[kind]}, ${text}`;
      return { ...mark, text: said, title: said };
    }
  }
}

type Worded = "stop" | "kill" | "no return" | "released" | "done" | "failed" | "lease lost";

const words: Readonly<Record<Worded, string>> = {
  stop: "⚑ SIGTERM",
  kill: "✕ killed",
  "no return": "◆ no return",
  released: "↩ to the queue",
  done: "✓ done",
  failed: "✗ failed",
  "lease lost": "✕ lost its lease",
};

const styles: Readonly<Record<MomentKind, { readonly shape: Shape; readonly look: string }>> = {
  effect: { shape: "box", look: "effect" },
  known: { shape: "box", look: "known" },
  again: { shape: "box", look: "again" },
  hole: { shape: "box", look: "hole" },
  refused: { shape: "box", look: "stop refused" },
  saved: { shape: "dot", look: "saved" },
  "in memory": { shape: "dot", look: "memory" },
  begins: { shape: "words", look: "quiet" },
  enqueued: { shape: "pill", look: "calm" },
  meanwhile: { shape: "words", look: "quiet" },
  stop: { shape: "pill", look: "stop" },
  kill: { shape: "pill", look: "kill" },
  "no return": { shape: "pill", look: "turn" },
  released: { shape: "pill", look: "calm" },
  done: { shape: "pill", look: "done" },
  failed: { shape: "pill", look: "kill" },
  "lease lost": { shape: "pill", look: "kill" },
};

/** What the signs mean, in the order of the legend. */
export const meanings: readonly { readonly looks: readonly string[]; readonly mark: Mark; readonly says: string }[] = [
  { looks: ["effect", "spot", "first", "again"], mark: sample("effect", "3"), says: "effect, with its item" },
  { looks: ["again"], mark: { ...sample("again", "3"), text: "▲ 3" }, says: "happened again" },
  { looks: ["saved"], mark: sample("saved", "3"), says: "progress saved" },
  { looks: ["memory"], mark: sample("in memory", "3"), says: "cursor in memory only" },
  { looks: ["known"], mark: sample("known", "3"), says: "asked again, known by its key" },
  { looks: ["refused"], mark: sample("refused", "3"), says: "not done" },
  {
    looks: ["unheard"],
    mark: { ...sample("effect", "3"), text: "3 ✗ answer lost" },
    says: "done, and the job does not know",
  },
];

function sample(kind: MomentKind, text: string): Mark {
  return markOf({ kind, text, keep: false, wrong: false }, new Set());
}
