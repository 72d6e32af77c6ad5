// What each operation of the recorded jobs does, said in the words of #jobs.
import { Interrupt, type Job, type Json, type Step } from "#jobs";
import type {
  EachIndexOperation,
  EachNestedOperation,
  FailTest,
  Operation,
  StepOperation,
} from "./continuation-language.ts";
import { errorNameOf } from "./continuation-errors.ts";
import type { RecordedEvent } from "./recording.ts";

/** The ordinary error of the recorded jobs. */
export class AppError extends Error {}

/** What surrounds a job during one run. */
export interface World {
  /** Which execution of the run this is, counted from 1. */
  readonly execution: number;
  /** What lies in the queue outside that a step drains, by the step's name; each is filled once a run. */
  readonly outside: Map<string, Json[]>;
  note(event: RecordedEvent): void;
  /** The job is about to call the engine. */
  calls(call: EngineCall): void;
}

/** A call of the engine, with what a rule about differences may want to know of it. */
export interface EngineCall {
  readonly name: "step" | "set" | "advance" | "checkpoint";
  /** The step in which it was made. */
  readonly inside?: string;
  /** The value to set, or the one to advance from. */
  readonly given?: unknown;
  /** How a Ruby method would take the step. */
  readonly style?: StepOperation["style"];
}

/** Where an operation is performed: in the job, and perhaps in one of its steps. */
export interface Place {
  readonly job: Job;
  readonly step?: Step<Json>;
}

type Named<Name extends Operation["op"]> = Extract<Operation, { readonly op: Name }>;
type Performer<Name extends Operation["op"]> = (
  operation: Named<Name>,
  place: Place,
  world: World,
) => Promise<void> | void;

/** Performs operations one after another. */
export async function perform(operations: readonly Operation[], place: Place, world: World): Promise<void> {
  for (const operation of operations) {
    const performer = performers[operation.op] as Performer<Operation["op"]> | undefined;
    if (!performer) throw new Error(`The interpreter knows no operation '${operation.op}'.`);
    await performer(operation, place, world);
  }
}

const performers: { readonly [Name in Operation["op"]]: Performer<Name> } = {
  step: async ({ name, name_type, start, isolated, body, style }: StepOperation, { job, step: outer }, world) => {
    const options = { ...(start != null && { start }), ...(isolated !== undefined && { isolated }) };
    // A String is the wrong type of name for Rails. Here a number is.
    const given = name_type === undefined ? name : (7 as unknown as string);
    world.calls({ name: "step", ...(outer && { inside: outer.name }), ...(style && { style }) });
    await job.step<Json>(given, options, async (step) => await perform(body, { job, step }, world));
  },
  log: ({ label }, place, world) => log(label, place, world),
  set: async ({ value }, place, world) => await set(value, place, world),
  advance: async ({ from }, place, world) => await advance(from, place, world),
  checkpoint: async (_operation, place, world) => await checkpoint(place, world),
  raise: ({ message, executions }, { job }, world) => {
    if (!executions || executions.includes(job.executions)) raise(message, world);
  },
  rescue_standard: async ({ body, label }, place, world) => {
    try {
      await perform(body, place, world);
    } catch (error) {
      // In Ruby an interruption is no StandardError, and so is not rescued. Here one says so.
      if (error instanceof Interrupt) throw error;
      log(`${label}: ${errorNameOf(error as Error)}: ${(error as Error).message}`, place, world);
    }
  },
  ensure: async ({ body, label }, place, world) => {
    try {
      await perform(body, place, world);
    } finally {
      log(label, place, world);
    }
  },
  set_attribute: ({ name, value }, { job }) => {
    job.attribute<Json>(name, null).value = value;
  },
  log_attribute: ({ name }, place, world) => {
    const { value } = place.job.attribute<Json>(name, null);
    log(`${name}=${value === null ? "nil" : JSON.stringify(value)}`, place, world);
  },
  set_date: async ({ value }, place, world) => {
    if (!stepOf(place).resumed) await set(new Date(value), place, world);
  },
  set_symbol: async ({ value }, place, world) => await set(Symbol(value), place, world),
  each_index: async (operation, place, world) => await eachIndex(operation, place, world),
  each_id: async ({ ids, fail }, place, world) => {
    const from = stepOf(place).cursor as number | null | undefined;
    for (const id of ids.toSorted((left, right) => left - right)) {
      if (from != null && id < from) continue;
      failIfAsked(fail, id, place, world);
      item(id, place, world);
      await advance(id, place, world);
    }
  },
  each_nested: async ({ groups, depth = 2 }, place, world) => await eachNested(groups, depth, place, world),
  drain: async ({ items, fail }, place, world) => {
    const { name } = stepOf(place);
    const outside = world.outside.get(name) ?? [...items];
    world.outside.set(name, outside);
    for (let first = outside[0]; first !== undefined; first = outside[0]) {
      failIfAsked(fail, first, place, world);
      outside.shift();
      item(first, place, world);
      await checkpoint(place, world);
    }
  },
};

async function eachIndex(operation: EachIndexOperation, place: Place, world: World): Promise<void> {
  const { items, checkpoint_before, fail, fail2 } = operation;
  const step = stepOf(place);
  const from = (step.cursor ?? 0) as number;
  for (let index = from; index < items.length; index += 1) {
    if (checkpoint_before) await checkpoint(place, world);
    failIfAsked(fail, items[index] as Json, place, world);
    failIfAsked(fail2, items[index] as Json, place, world);
    item(items[index] as Json, place, world);
    await moveOn(operation, index, place, world);
  }
}

async function moveOn(
  { items, via, every }: EachIndexOperation,
  index: number,
  place: Place,
  world: World,
): Promise<void> {
  if (every !== undefined) {
    if ((index + 1) % every === 0 || index === items.length - 1) await set(index + 1, place, world);
  } else if (via === "advance") await advance(undefined, place, world);
  else if (via === "checkpoint") await checkpoint(place, world);
  else await set(((stepOf(place).cursor ?? 0) as number) + 1, place, world);
}

async function eachNested(
  groups: EachNestedOperation["groups"],
  depth: 2 | 3,
  place: Place,
  world: World,
): Promise<void> {
  const step = stepOf(place);
  /** Goes through what lies below a path; the cursor says where to begin, and is moved past each item and each list. */
  const go = async (list: readonly Json[], path: readonly number[]): Promise<void> => {
    const at = () => (step.cursor as readonly number[])[path.length] as number;
    const past = () => [...path, at() + 1, ...Array.from({ length: depth - 1 - path.length }, () => 0)];
    while (at() < list.length) {
      const entry = list[at()] as Json;
      if (path.length < depth - 1) await go(entry as readonly Json[], [...path, at()]);
      else item(entry, place, world);
      await set(past(), place, world);
    }
  };
  await go(groups, []);
}

function stepOf({ step }: Place): Step<Json> {
  if (!step) throw new Error("This operation belongs into a step.");
  return step;
}

/** @param value may be a value that types would refuse */
async function set(value: unknown, place: Place, world: World): Promise<void> {
  const step = stepOf(place);
  world.calls({ name: "set", inside: step.name, given: value });
  await step.set(value as Json);
}

async function advance(from: Json | undefined, place: Place, world: World): Promise<void> {
  const step = stepOf(place);
  world.calls({ name: "advance", inside: step.name, given: from ?? step.cursor });
  await (step as unknown as Step<number>).advance(from === undefined ? {} : { from: from as number });
}

async function checkpoint(place: Place, world: World): Promise<void> {
  const step = stepOf(place);
  world.calls({ name: "checkpoint", inside: step.name });
  await step.checkpoint();
}

function log(label: string, { step }: Place, world: World): void {
  world.note({ event: "log", step: step?.name, label });
}

function item(value: Json, place: Place, world: World): void {
  world.note({ event: "item", step: stepOf(place).name, item: value });
}

function failIfAsked(test: FailTest | undefined, value: Json, { job }: Place, world: World): void {
  if (!test || test.item !== value) return;
  if (test.executions && !test.executions.includes(job.executions)) return;
  if (test.attempts && !test.attempts.includes(world.execution)) return;
  raise(test.message ?? `boom at ${typeof value === "string" ? value : JSON.stringify(value)}`, world);
}

function raise(message: string, world: World): never {
  world.note({ event: "raising", error: "AppError", message });
  throw new AppError(message);
}
