// What the judge of the judge has to say: each false proof in full, each doubtful refusal in a line, and a table.
import { describeFault, replayToken } from "#simulation";
import { type Judgement, tokenOf, type Verdict } from "./judge.ts";
import type { Session } from "./judge-many.ts";

/** A proof that a run contradicts: everything that one needs to see it again. */
export function unsoundText(judgement: Judgement): string {
  const { seed, recipe, source, trial } = judgement;
  const { faults = [], problem } = trial.broken ?? {};
  const { kind, ...details } = problem ?? { kind: "nothing" };
  return [
    `UNSOUND  seed ${seed} (${recipe.shape}): proved, but ${faults.map(describeFault).join(", then ") || "calm weather"} breaks it.`,
    `  found      ${kind} ${JSON.stringify(details, errorsInWords)}`,
    `  schedule   replay("${tokenOf(judgement)}")`,
    `  again      npm run soundness -- 1 ${seed}`,
    "",
    ...source.split("\n").map((line) => (line === "" ? "" : `    ${line}`)),
  ].join("\n");
}

const errorsInWords = (_name: string, value: unknown): unknown =>
  value instanceof Error ? `${value.name}: ${value.message}` : value;

/** A refusal that no short schedule confirms: the explorer may be right, or too strict. */
export function refusalText({ seed, recipe, answer, trial }: Judgement): string {
  if (answer.kind === "proved") return "";
  const story = answer.story && answer.story.length > 0 ? `, after ${replayToken(answer.story)}` : "";
  return `  ${String(seed).padStart(8)}  ${recipe.shape.padEnd(21)} ${answer.reason}${story}; ${trial.runs} runs went well`;
}

const columns: readonly Verdict[] = [
  "proved",
  "refused, broken",
  "refused, broken by its own story",
  "refused, not broken",
  "UNSOUND",
];
const heads = ["proved", "refused, broken", "by its own story", "not broken", "UNSOUND"];

/** Jobs by their shape and by how the two judges agree. */
export function tableText({ judgements, discarded }: Session): string {
  const shapes = [...new Set(judgements.map(({ recipe }) => recipe.shape))].toSorted();
  const rows = [...shapes, "all"].map((shape) => {
    const those = judgements.filter((one) => shape === "all" || one.recipe.shape === shape);
    return [
      shape,
      String(those.length),
      ...columns.map((verdict) => String(those.filter((one) => one.verdict === verdict).length)),
    ];
  });
  return [...aligned([["", "jobs", ...heads], ...rows]), "", ...coverage(judgements, discarded)].join("\n");
}

/** How much brute force has looked at: what it has not run, it cannot have found. */
function coverage(judgements: readonly Judgement[], discarded: number): readonly string[] {
  const unbroken = judgements.map(({ trial }) => trial).filter(({ broken }) => !broken);
  const names = [...new Set(unbroken.flatMap(({ tried }) => tried.filter(({ of }) => of > 0).map(({ name }) => name)))];
  const shares = names.map((name) => {
    const those = unbroken.flatMap(({ tried }) => tried.filter((level) => level.name === name));
    return `${sum(those.map(({ run }) => run))} of ${sum(those.map(({ of }) => of))} of ${name}`;
  });
  const proved = judgements.filter(({ answer }) => answer.kind === "proved").length;
  return [
    `Proved: ${Math.round((100 * proved) / Math.max(1, judgements.length))} %. Wrong already in calm weather, not counted: ${discarded}.`,
    `Of the ${unbroken.length} jobs that nothing broke, schedules run: ${shares.join(", ")};`,
    `with those of three, and the same kind up to five times: ${sum(unbroken.map(({ runs }) => runs))} runs,`,
    `${sum(unbroken.map(({ missed }) => missed))} of them with a fault that found no place to strike.`,
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}
