// What the loop shows: the verdict, or what covers it, with where one is above and the keys below.
import { type Ink, wrap } from "#terminal";
import { readmeOf, type Lesson } from "./lessons.ts";
import {
  allSolvedPage,
  countOf,
  courseLine,
  headerLines,
  listLine,
  progressLine,
  verdictInShort,
  verdictLines,
} from "./page.ts";
import type { KeptVerdict } from "./progress.ts";
import { paragraphLines, sectionOf, untilList } from "./readme.ts";
import type { Screen, Size } from "./screen.ts";
import { isSolved, type Verdict } from "./verdict.ts";
import type { Answer, Verb } from "./verbs/verb.ts";

/** What covers the verdict. */
export type View =
  | { readonly kind: "list"; readonly selected: number }
  /** `typed` is what was typed so far, where the answer asks for a line of text. */
  | { readonly kind: "answer"; readonly verb: Verb; readonly answer: Answer; readonly typed?: string };

/** All that can be seen of a loop. */
export interface LoopState {
  readonly lessons: readonly Lesson[];
  /** The lesson at hand; undefined when all are solved and none was chosen. */
  readonly lesson: Lesson | undefined;
  /** What its last run came to; undefined until the first one. */
  readonly verdict: Verdict | undefined;
  readonly view: View | undefined;
  readonly running: boolean;
  /** A sentence above the keys, "" for none. */
  readonly note: string;
  readonly stateOf: (lesson: Lesson) => KeptVerdict | undefined;
  readonly prediction: string | undefined;
  /** The names of the right answers of another shape. */
  readonly otherAnswers: readonly string[];
  readonly size: Size;
  readonly ink: Ink;
}

export function loopScreen(state: LoopState): Screen {
  const { view, note, ink } = state;
  const foot = [...(note ? [note] : []), ink.faint(keys(state))];
  if (view?.kind === "list") {
    return { head: ["The lessons. Nothing is locked."], body: listBody(state, view.selected), foot };
  }
  if (view?.kind === "answer") {
    const typed = view.typed === undefined ? [] : [`${view.answer.ask}${view.typed}_`];
    return { head: shortHead(state), body: view.answer.lines, foot: [...typed, ...foot] };
  }
  return { head: head(state), body: body(state), foot };
}

/** Where little has room, what has happened has it. */
const isSmall = ({ size: { columns, rows } }: LoopState): boolean => columns < 60 || rows < 20;

function head(state: LoopState): readonly string[] {
  const { lessons, lesson, verdict, stateOf, ink } = state;
  const course = courseLine(lessons, lesson, stateOf, ink);
  if (!lesson) return [course];
  const [title = "", files = ""] = headerLines(lesson, ink);
  if (isSmall(state)) return [title, ...(verdict ? [countOf(verdict)] : [])];
  return [`${title}  ${course}`, files, ...(verdict ? [progressLine(verdict, ink)] : [])];
}

/** Above a view: where one is, and the verdict in one line. */
function shortHead({ lesson, verdict, ink }: LoopState): readonly string[] {
  if (!lesson) return [];
  const [title = ""] = headerLines(lesson, ink);
  return [title, ...(verdict ? [verdictInShort(verdict, ink)] : [])];
}

function body(state: LoopState): readonly string[] {
  const { lessons, lesson, verdict, ink } = state;
  if (!lesson) return allSolvedPage(lessons, ink);
  if (!verdict) return ["Running its specs …"];
  return [...verdictLines(verdict, { ink }), ...(isSolved(verdict) ? learned(lesson, state) : [])];
}

/** At green: the learner's prediction, what the README says now, and what there is to compare with. */
function learned(lesson: Lesson, { prediction, otherAnswers, size: { columns } }: LoopState): readonly string[] {
  const paragraphs = untilList(sectionOf(readmeOf(lesson), "When it is green"));
  const others = `solutions/${lesson.name} has other right answers: ${otherAnswers.join(", ")}.`;
  return [
    ...(prediction === undefined ? [] : ["", `  You said before: ${prediction}`]),
    ...(paragraphs.length === 0 ? [] : ["", ...paragraphLines(paragraphs, columns)]),
    ...(otherAnswers.length === 0 ? [] : ["", ...wrap(others, { first: "  ", width: columns })]),
  ];
}

function listBody({ lessons, lesson, stateOf, ink }: LoopState, selected: number): readonly string[] {
  return lessons.map((one, index) => {
    const line = listLine(one, lessons, stateOf(one), { ink, here: one === lesson });
    return index === selected ? `▸ ${line}` : `  ${line}`;
  });
}

function keys(state: LoopState): string {
  const { view, lesson, verdict, running } = state;
  if (view?.kind === "list") return "↑↓ or a digit, Enter: open · l back · q quit";
  if (view?.kind === "answer" && view.typed !== undefined) return "Enter keeps it · Esc back";
  if (view?.kind === "answer") return "Esc back to the verdict · q quit";
  if (!lesson) return "l lessons · ? all keys · q quit";
  if (isSmall(state)) return `? all keys · q quit${running ? "   running …" : ""}`;
  const verbs =
    verdict && isSolved(verdict) ? "n next · s solution · d diff" : "h hint · p predict · t timeline · r run again";
  return `${verbs} · l lessons · ? all keys · q quit   ${running ? "running …" : "waiting for a save"}`;
}
