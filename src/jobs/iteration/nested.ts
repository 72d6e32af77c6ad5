// Parents and their children to any depth, with a cursor that names the parent in progress.
import { checkEnumeration, type Enumeration, enumerationOf, noItem, type Pair, Throttled } from "./enumeration.ts";
import type { Enumerate } from "./enumerate.ts";
import { CursorShapeError, EnumerationError } from "./iteration-errors.ts";
import { type Json, sameJson } from "../json.ts";

/** One level: an enumeration of children, built for the parents above it, the outermost first. */
export type Level<Parents extends readonly unknown[], Item> = (
  enumerate: Enumerate,
  ...parents: Parents
) => Enumeration<Item>;

/** A parent that was begun, and the place within it. */
type Begun = { readonly in: Json; readonly inner: Json };

/**
 * Where a nested enumeration is. `after` is the last parent that is done, `in` the one in progress, and `inner` the place
 * within that one. When another parent comes first on resume, it begins at its own beginning, and the one in progress is
 * kept in `begun` until its turn comes: nothing is skipped, nothing repeated.
 */
export type NestedCursor = {
  readonly after?: Json;
  readonly in?: Json;
  readonly inner?: Json;
  readonly begun?: readonly Begun[];
};

export type AnyLevel = Level<never, unknown>;
type Begin = (cursor: Json | undefined) => Enumerate;
type Walk = AsyncGenerator<Pair<readonly unknown[]>>;

// Parents that vanish while they are in progress leave an entry each. The oldest is dropped when there are more, so that
// the cursor stays small: should that parent come back, it is begun anew.
const maxBegun = 16;

/** @param begin makes the builder for one level's part of the cursor */
export function nested(
  levels: readonly AnyLevel[],
  cursor: Json | undefined,
  begin: Begin,
): Enumeration<readonly unknown[], NestedCursor> {
  const mend = "Give a list of functions: [(enumerate) => …, (enumerate, parent) => …].";
  if (!Array.isArray(levels) || levels.length === 0) {
    throw new EnumerationError("nested needs one level or more", levels, mend);
  }
  for (const [index, level] of levels.entries()) {
    if (typeof level === "function") continue;
    throw new EnumerationError(`nested needs a function for each level, also for level ${index + 1}`, level, mend);
  }
  return enumerationOf(() => walk(levels, cursor, begin, []) as AsyncGenerator<Pair<readonly unknown[], NestedCursor>>);
}

async function* walk(
  levels: readonly AnyLevel[],
  cursor: Json | undefined,
  begin: Begin,
  parents: readonly unknown[],
): Walk {
  const [level, ...deeper] = levels as [AnyLevel, ...AnyLevel[]];
  const isLast = deeper.length === 0;
  // A single level has no parents; its cursor is wrapped all the same, so that levels may be added below it.
  if (isLast && parents.length > 0) return yield* leaves(level, cursor, begin, parents);
  const saved = readCursor(cursor);
  let { after } = saved;
  let begun = begunIn(saved);
  for await (const pair of built(level, begin(after), parents)) {
    if (pair instanceof Throttled) return yield pair;
    const [parent, place] = pair;
    if (parent === noItem || isLast) {
      yield [parent === noItem ? noItem : [parent], position(place, undefined, undefined, begun)];
      after = place;
      continue;
    }
    const resumed = begun.find((one) => sameJson(one.in, place));
    begun = begun.filter((one) => one !== resumed);
    let isEmpty = true;
    for await (const child of walk(deeper, resumed?.inner, begin, [...parents, parent])) {
      if (child instanceof Throttled) return yield child;
      isEmpty = false;
      yield [child[0], position(after, place, child[1], begun)];
    }
    after = place;
    // Nothing was yielded for this parent, and a thousand such parents must not run on without a moment to stop at.
    if (isEmpty && !resumed) yield [noItem, position(after, undefined, undefined, begun)];
  }
}

async function* leaves(level: AnyLevel, cursor: Json | undefined, begin: Begin, parents: readonly unknown[]): Walk {
  for await (const pair of built(level, begin(cursor), parents)) {
    if (pair instanceof Throttled) return yield pair;
    yield [pair[0] === noItem ? noItem : [...parents, pair[0]], pair[1]];
  }
}

function built(level: AnyLevel, enumerate: Enumerate, parents: readonly unknown[]): Enumeration<unknown> {
  const enumeration = level(enumerate, ...(parents as never));
  checkEnumeration(enumeration, `what level ${parents.length + 1} of nested returns`);
  return enumeration;
}

// Field by field: this runs for every item.
function position(
  after: Json | undefined,
  parent: Json | undefined,
  inner: Json | undefined,
  begun: readonly Begun[],
): NestedCursor {
  const cursor: { after?: Json; in?: Json; inner?: Json; begun?: readonly Begun[] } = {};
  if (after !== undefined) cursor.after = after;
  if (parent !== undefined) cursor.in = parent;
  if (inner !== undefined) cursor.inner = inner;
  if (begun.length > 0) cursor.begun = begun;
  return cursor;
}

/** Every parent that was begun, the one in progress first. */
function begunIn({ in: parent, inner, begun = [] }: NestedCursor): readonly Begun[] {
  const all = parent === undefined || inner === undefined ? begun : [{ in: parent, inner }, ...begun];
  return all.slice(0, maxBegun);
}

function readCursor(cursor: Json | undefined): NestedCursor {
  if (cursor === undefined || cursor === null) return {};
  const isRecord = typeof cursor === "object" && !Array.isArray(cursor);
  if (isRecord && Object.keys(cursor).every((key) => ["after", "in", "inner", "begun"].includes(key))) {
    return cursor as NestedCursor;
  }
  throw new CursorShapeError("nested", "an object with after, in and inner", cursor);
}
