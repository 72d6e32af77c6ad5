// What is done with one order: guards, charge, note, sum, and the place where the cursor is saved.
import type { Guard, GuardPlace, Recipe } from "./recipe.ts";
import { chargeLines, conditionText, indented, keyText, type Lines, optionsText } from "./source-parts.ts";

/** How a place in the code says "no more", "not this one" and "look whether to stop". */
export interface Exits {
  readonly break: string;
  readonly continue: string;
  readonly checkpoint: string;
}

const interrupt = 'await job.interrupt("later", { wait: 1_000 });';

/** Where there is no loop, and no step to make a checkpoint with. */
export const noLoop: Exits = { break: "return;", continue: "return;", checkpoint: interrupt };
export const inLoop: Exits = { break: "break;", continue: "continue;", checkpoint: interrupt };
export const inStep: Exits = { ...inLoop, checkpoint: "await step.checkpoint();" };

const actionText = (action: Guard["action"], exits: Exits): string => {
  if (action === "return") return "return;";
  if (action === "interrupt") return interrupt;
  if (action === "throw") return 'throw new Error("Not now");';
  return exits[action];
};

export const guardLines = ({ guards }: Recipe, place: GuardPlace, exits: Exits): Lines =>
  guards
    .filter((guard) => guard.place === place)
    .map(({ condition, action }) => `if (${conditionText(condition)}) ${actionText(action, exits)}`);

/** Everything about `order`, `save` included. */
export function orderLines(recipe: Recipe, save: Lines, exits: Exits): Lines {
  const { cursor, memory, handling, key } = recipe;
  const early = cursor === "before the work" ? save : [];
  const late = cursor === "before the work" ? [] : save;
  const withSave = handling === "swallowed with the save";
  const rest = [
    ...(memory === "guard after" ? ["done.add(order.id);"] : []),
    ...noteLines(recipe, "after the charge"),
    ...noteLines(recipe, "after, not awaited"),
    ...sumLines(recipe, "before the cursor"),
  ];
  const work = [...chargeLines(handling, key, withSave ? [...rest, ...late] : []), ...(withSave ? [] : rest)];
  return [
    ...guardLines(recipe, "before an order", exits),
    ...guardedBy(recipe, exits),
    ...noteLines(recipe, "before the charge"),
    ...early,
    ...(cursor === "in finally" && late.length > 0
      ? ["try {", ...indented(work), "} finally {", ...indented(late), "}"]
      : [...work, ...(withSave ? [] : late)]),
    ...sumLines(recipe, "after the cursor"),
    ...guardLines(recipe, "after an order", exits),
  ];
}

const guardedBy = ({ memory }: Recipe, exits: Exits): Lines => {
  if (memory === "guard before") return [`if (done.has(order.id)) ${exits.continue}`, "done.add(order.id);"];
  return memory === "guard after" ? [`if (done.has(order.id)) ${exits.continue}`] : [];
};

export function noteLines({ note }: Recipe, place: NonNullable<Recipe["note"]>["place"]): Lines {
  if (note?.place !== place) return [];
  const { wait, priority, queue } = note;
  const key = keyText(note.key, "note", "order.id") ?? '""';
  const options = { key, wait, priority, queue: queue === undefined ? undefined : `"${queue}"` };
  const call = `job.enqueue(sendNote, { id: order.id }${optionsText(options)})`;
  return [place === "after, not awaited" ? `void ${call}.catch(() => {});` : `await ${call};`];
}

/** Adds the order to the sum, when this is the place for it. */
export function sumLines({ report, memory }: Recipe, place: "before the cursor" | "after the cursor"): Lines {
  if (report === undefined || report.sum === "read again") return [];
  if (report.sum === "in a variable") {
    if (place === "after the cursor") return [];
    return memory === "counted"
      ? ["counted += 1;", "sum += order.totalCents;"]
      : ["count += 1;", "total += order.totalCents;"];
  }
  return report.sum === place ? ["count.value += 1;", "total.value += order.totalCents;"] : [];
}
