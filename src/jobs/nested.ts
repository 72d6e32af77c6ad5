// Parents and their children to any depth, with a cursor that names the parent in progress.
import { type Enumeration, noItem, type Pair, Throttled } from "./enumeration.ts";
import type { Enumerate } from "./enumerate.ts";
import { CursorShapeError, EnumerationError } from "./errors.ts";
import { type Json, sameJson } from "./json.ts";

/** One level: an enumeration of children, built for the parents above it, the outermost first. */
export type Level<Parents extends readonly unknown[], Item> = (
  enumerate: Enumerate,
  ...parents: Parents
) => Enumeration<Item>;

/**
 * Where a nested enumeration is. `after` is the last parent that is done, `in` the one in progress, and `inner` the place
 * within that one. When `in` is gone on resume, `inner` is dropped: it belongs to nobody else.
 */
interface NestedCursor {
  readonly after?: Json;
  readonly in?: Json;
  readonly inner?: Json;
}

type AnyLevel = Level<never, unknown>;
type Begin = (cursor: Json | undefined) => Enumerate;

/** @param begin makes the builder for one level's part of the cursor */
export function nested(
  levels: readonly AnyLevel[],
  cursor: Json | undefined,
  begin: Begin,
): Enumeration<readonly unknown[]> {
  if (levels.length === 0) throw new EnumerationError("nested needs one level or more", levels);
  const wrong = levels.find((level) => typeof level !== "function");
  if (wrong !== undefined) throw new EnumerationError("nested needs a function for each level", wrong);
  return { [Symbol.asyncIterator]: () => walk(levels, cursor, begin, []) };
}

async function* walk(
  levels: readonly AnyLevel[],
  cursor: Json | undefined,
  begin: Begin,
  parents: readonly unknown[],
): AsyncGenerator<Pair<readonly unknown[]>> {
  const [level, ...deeper] = levels as [AnyLevel, ...AnyLevel[]];
  if (deeper.length === 0) return yield* leaves(level, cursor, begin, parents);
  const saved = readCursor(cursor);
  let { after } = saved;
  for await (const pair of level(begin(after), ...(parents as never))) {
    if (pair instanceof Throttled) {
      yield pair;
      continue;
    }
    const [parent, place] = pair;
    const inner = sameJson(place, saved.in) ? saved.inner : undefined;
    let empty = true;
    if (parent !== noItem) {
      for await (const child of walk(deeper, inner, begin, [...parents, parent])) {
        empty = false;
        yield child instanceof Throttled ? child : [child[0], position(after, place, child[1])];
      }
    }
    after = place;
    // Nothing was yielded for this parent, and a thousand such parents must not run on without a moment to stop at.
    if (empty) yield [noItem, position(after, undefined, undefined)];
  }
}

async function* leaves(
  level: AnyLevel,
  cursor: Json | undefined,
  begin: Begin,
  parents: readonly unknown[],
): AsyncGenerator<Pair<readonly unknown[]>> {
  for await (const pair of level(begin(cursor), ...(parents as never))) {
    if (pair instanceof Throttled) yield pair;
    else yield [pair[0] === noItem ? noItem : [...parents, pair[0]], pair[1]];
  }
}

const position = (after: Json | undefined, parent: Json | undefined, inner: Json | undefined): Json => ({
  ...(after !== undefined && { after }),
  ...(parent !== undefined && { in: parent }),
  ...(inner !== undefined && { inner }),
});

function readCursor(cursor: Json | undefined): NestedCursor {
  if (cursor === undefined || cursor === null) return {};
  const isRecord = typeof cursor === "object" && !Array.isArray(cursor);
  if (isRecord && Object.keys(cursor).every((key) => key === "after" || key === "in" || key === "inner")) {
    return cursor as NestedCursor;
  }
  throw new CursorShapeError("nested", "an object with after, in and inner", cursor);
}
