// The tree that a nested enumeration goes through, and where a recorded cursor is in it.
import type { Json } from "#jobs";
import type { Build, Tree } from "./iteration-language.ts";

/** The numbers of a node and of those above it, the outermost first. */
export type Path = readonly number[];

/** A leaf, or a parent without children. */
export interface Stop {
  readonly path: Path;
  readonly isLeaf: boolean;
}

export type NestedBuild = Extract<Build, { readonly kind: "nested" }>;

/** The nested enumeration that a job goes through, perhaps throttled. */
export function nestedIn(build: Build): NestedBuild | undefined {
  if (build.kind === "throttle") return nestedIn(build.inner);
  return build.kind === "nested" ? build : undefined;
}

/** Its leaves and its parents without children, in order. */
export const stopsOf = ({ tree, depth }: NestedBuild): readonly Stop[] => below(tree, depth, []);

function below(nodes: Tree, depth: number, path: Path): readonly Stop[] {
  return nodes.flatMap((node, index): readonly Stop[] => {
    const here = [...path, index];
    if (depth === 1) return [{ path: here, isLeaf: true }];
    const children = (node as readonly [string, Tree])[1];
    return children.length === 0 ? [{ path: here, isLeaf: false }] : below(children, depth - 1, here);
  });
}

/**
 * The place that a recorded cursor names. Its parts are the last parent that is done at each level, null before the first, and
 * at the lowest level the last item; so all levels but the lowest are in the node after.
 */
export function placeOf(cursor: Json | undefined, { depth }: NestedBuild): Path {
  const parts = Array.isArray(cursor)
    ? (cursor as readonly (number | null)[])
    : Array.from({ length: depth }, () => null);
  return parts.map((part, level) => (level === parts.length - 1 ? (part ?? -1) : (part ?? -1) + 1));
}

/** Whether a node comes after a place. A parent does when nothing within it has been reached. */
export function isAfter(path: Path, place: Path): boolean {
  for (const [level, number] of path.entries()) {
    const other = place[level] ?? -1;
    if (number !== other) return number > other;
  }
  const within = place.slice(path.length);
  return within.at(-1) === -1 && within.slice(0, -1).every((number) => number === 0);
}
