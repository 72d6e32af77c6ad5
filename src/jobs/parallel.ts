// One iteration split over several jobs, each with its own slice.
import type { Enumeration } from "./enumeration.ts";
import { CursorShapeError, EnumerationError } from "./errors.ts";
import type { Json } from "./json.ts";

/** Which slice a job works on. The number of instances is kept, so that a deploy may change it for later jobs only. */
export interface Slice {
  readonly instance: number;
  readonly instances: number;
  readonly inner?: Json;
}

/** Not an enumeration but a request: enqueue one job for each slice. */
export class FanOut {
  readonly slices: readonly Slice[];

  constructor(instances: number) {
    if (!Number.isSafeInteger(instances) || instances < 1) {
      throw new EnumerationError("parallel needs a number of instances, 1 or more", instances);
    }
    this.slices = Array.from({ length: instances }, (_, instance) => ({ instance, instances }));
  }
}

/** The items of one slice. Slices are disjoint, leave nothing out, and differ by one item at most. */
export function sliceOf<Item>(items: readonly Item[], { instance, instances }: Slice): readonly Item[] {
  // Whole numbers throughout: with fractions the last item of some lists falls off the end.
  const edge = (index: number) => Math.floor((items.length * index) / instances);
  return items.slice(edge(instance), edge(instance + 1));
}

/** The slice that a saved cursor names; undefined when the job has not been split yet. */
export function readSlice(cursor: Json | undefined): Slice | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  const { instance, instances } = cursor as unknown as Slice;
  if (Number.isSafeInteger(instance) && Number.isSafeInteger(instances)) return cursor as unknown as Slice;
  throw new CursorShapeError("parallel", "an object with instance, instances and inner", cursor);
}

/** The same enumeration, with the slice in each cursor. */
export function withinSlice<Item>(enumeration: Enumeration<Item>, { instance, instances }: Slice): Enumeration<Item> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const pair of enumeration) {
        if (!Array.isArray(pair)) yield pair;
        else yield [pair[0], { instance, instances, ...(pair[1] !== undefined && { inner: pair[1] }) }];
      }
    },
  };
}
