// How each moment of a run looks on a lane of text: words and signs.
import { isCursor, type Mark } from "./fold.ts";
import type { Moment } from "./moments.ts";
import type { Chapter } from "./story.ts";

/** The marks of a chapter. A cursor belongs to the effect before it: "3 ●" is one mark, so that folding does not part them. */
export function laneMarks({ marks }: Chapter, movesCursors: boolean): readonly Mark[] {
  // The picture in HTML marks the point of no return; here a line below the lanes names it.
  const moments = marks.filter(({ kind }) => kind !== "no return");
  const lane: Mark[] = [];
  moments.forEach((moment, index) => {
    const sign = cursorSign(moment, moments[index + 1], movesCursors);
    if (moment.kind !== "saved" && moment.kind !== "in memory") lane.push(markOf(moment));
    if (sign === undefined) return;
    const last = lane.at(-1);
    // A cursor after a cursor stands alone: a loop that only saves is folded, too.
    if (last && !isCursor(last.signs.at(-1)) && !last.text.startsWith("from cursor")) {
      lane[lane.length - 1] = { ...last, signs: [...last.signs, sign] };
    } else lane.push({ text: "", signs: [sign], keep: false, wrong: false });
  });
  return lane;
}

/** A save at the end of a step moves no cursor. What was saved right before a kill nobody could tell any more. */
function cursorSign({ kind, saves }: Moment, next: Moment | undefined, movesCursors: boolean): string | undefined {
  if (kind === "in memory") return "○";
  if (kind !== "saved" || saves === "end of step") return undefined;
  return saves === "cursor" || (next?.kind === "kill" && movesCursors) ? "●" : undefined;
}

function markOf(moment: Moment): Mark {
  const { kind, text, verb, item = "", keep, wrong, answerLost } = moment;
  const word = (said: string): Mark => ({ text: said, signs: [], keep, wrong });
  const effect = (...signs: readonly string[]): Mark => ({
    ...(verb !== undefined && { verb }),
    text: item,
    signs: [...signs, ...(answerLost ? ["✗ answer lost"] : [])],
    keep,
    wrong,
  });
  switch (kind) {
    case "effect":
      return effect();
    case "known":
      return effect("=");
    case "again":
      return effect("▲");
    case "hole":
      return effect("∅");
    case "refused":
      return effect("✗ refused");
    case "begins":
      return word(beginning(moment));
    case "stop":
      return word("SIGTERM");
    case "kill":
      return word(deaths[moment.why ?? "fault"]);
    case "released":
      return word(text === "" ? "to the queue" : `✗ ${text}, to the queue`);
    case "failed":
      return word(`failed: ${text}`);
    case "done":
      return word("done");
    case "lease lost":
      return word("lost its lease");
    default:
      return word(text);
  }
}

const deaths = {
  fault: "✕ killed",
  "grace period over": "✕ killed, grace over",
  "uncaught error": "✕ ended, uncaught",
  "too many operations": "✕ cut off, endless",
};

const beginning = ({ step, cursor }: Moment): string =>
  [step && `[${step}]`, cursor && `from cursor ${cursor}:`].filter(Boolean).join(" ");
