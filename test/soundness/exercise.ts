// A generated job as a module of an exercise: its source is run anew for every process that performs it.
import { compileFunction } from "node:vm";
import { type AnyJobDefinition, defineIteration, defineJob, type JobDefinition, type Json, jobRequest } from "#jobs";
import type { Shop } from "#shop";

/** What a process has of its own. */
export interface Globals {
  readonly Date: DateConstructor;
  readonly performance: { readonly now: () => number };
  readonly setTimeout: typeof setTimeout;
}

/** What a generated module exports. */
export interface Exports {
  readonly job: JobDefinition<Json, Shop>;
  readonly note?: AnyJobDefinition<Shop>;
  readonly receipt?: AnyJobDefinition<Shop>;
}

/** Evaluates the module: each time with variables of its own. */
export type Evaluate = (globals: Globals) => Exports;

const engine = { defineJob, defineIteration, jobRequest };
const ofTheProcess = ["Date", "performance", "setTimeout"] as const;

/** Compiles the source that `sourceOf` has written. */
export function compiled(source: string): Evaluate {
  const body = compileFunction(source, [...Object.keys(engine), ...ofTheProcess], { filename: "exercise.ts" });
  return (globals) => body(...Object.values(engine), ...ofTheProcess.map((name) => globals[name])) as Exports;
}
