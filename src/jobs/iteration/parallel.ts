// One iteration split over several jobs, each with its own slice.
import { checkEnumeration, type Enumeration, enumerationOf, Throttled } from "./enumeration.ts";
import { CursorShapeError, EnumerationError } from "./iteration-errors.ts";
import type { Json } from "../json.ts";

/** Which slice a job works on. The number of instances is kept, so that a deploy may change it for later jobs only. */
export type Slice = {
  /** Counted from 0. */
  readonly instance: number;
  readonly instances: number;
  /** The cursor within the slice. */
  readonly inner?: Json;
};

// Each instance is a job in the queue; more than this is a number that was meant for something else.
const maxInstances = 10_000;

/** Not an enumeration but a request: enqueue one job for each slice. */
export class FanOut {
  readonly instances: number;

  constructor(instances: number) {
    if (!Number.isSafeInteger(instances) || instances < 1 || instances > maxInstances) {
      const mend = "Give the number of jobs that are to share the work, such as 4.";
      throw new EnumerationError(`parallel needs a whole number from 1 to ${maxInstances}`, instances, mend);
    }
    this.instances = instances;
  }
}

/**
 * Where a slice begins and ends in a list of so many items. Slices are disjoint, leave nothing out, and differ by one
 * item at most.
 *
 * @example edgesOf(7, { instance: 2, instances: 3 }) // { from: 4, to: 7 }
 */
export function edgesOf(size: number, { instance, instances }: Slice): { readonly from: number; readonly to: number } {
  // A product of whole numbers is divided once: with fractions the last item of some lists falls off the end.
  const edge = (index: number) => Math.floor((size * index) / instances);
  return { from: edge(instance), to: edge(instance + 1) };
}

/** The items of one slice. */
export function sliceOf<Item>(items: readonly Item[], slice: Slice): readonly Item[] {
  if (!Array.isArray(items)) {
    throw new EnumerationError("parallelArray needs an array", items, "Split other things with `enumerate.parallel`.");
  }
  const { from, to } = edgesOf(items.length, slice);
  return items.slice(from, to);
}

/** The slice that a saved cursor names; undefined when the job has not been split yet. */
export function readSlice(cursor: Json | undefined): Slice | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  const { instance, instances } = cursor as unknown as Slice;
  const isSlice = Number.isSafeInteger(instance) && Number.isSafeInteger(instances);
  if (isSlice && instance >= 0 && instance < instances) return cursor as unknown as Slice;
  throw new CursorShapeError("parallel", "an object with instance, instances and inner", cursor);
}

/** The same enumeration, with the slice in each cursor. */
export function withinSlice<Item>(
  enumeration: Enumeration<Item>,
  { instance, instances, inner }: Slice,
): Enumeration<Item, Slice> {
  checkEnumeration(enumeration, "what parallel builds");
  const sliced = enumerationOf<Item, Slice>(async function* () {
    for await (const pair of enumeration) {
      if (pair instanceof Throttled) yield pair;
      else yield [pair[0], { instance, instances, inner: pair[1] }];
    }
  });
  slices.set(sliced, inner === undefined ? { instance, instances } : { instance, instances, inner });
  return sliced;
}

const slices = new WeakMap<object, Slice>();

/** The slice that an enumeration of `parallel` goes through; undefined for any other. */
export const sliceIn = (enumeration: object): Slice | undefined => slices.get(enumeration);
