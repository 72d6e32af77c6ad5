// What the recorded jobs go through: rows as SQL gives them, trees, and pairs of items and cursors.
import type { Enumerate, Enumeration, FanOut, Json, Source } from "#jobs";
import type { Build, Row, RowsBuild } from "./iteration-language.ts";

type Rows = Extract<Build, { readonly kind: "records" | "record_batches" | "batch_relations" }>;

/** What building needs to know of the run. */
export interface Circumstances {
  /** Which execution of the run this is, counted from 1. */
  readonly execution: number;
  /** Asks whether the items may be touched. */
  readonly isThrottled: () => boolean;
}

// As in job-iteration.
const defaultBatchSize = 100;

/** What `build` returns for a kind of enumeration. */
export function built(
  build: Build,
  enumerate: Enumerate,
  now: Circumstances,
): Enumeration<unknown> | FanOut | undefined {
  switch (build.kind) {
    case "nil":
      return undefined;
    case "not_enumerator":
      // The mistake itself; types would refuse it.
      return "not an enumerator" as never;
    case "parallel_array":
      return enumerate.parallelArray(build.items, build.instances);
    default:
      return enumeration(build, enumerate, now);
  }
}

function enumeration(build: Build, enumerate: Enumerate, now: Circumstances): Enumeration<unknown> {
  switch (build.kind) {
    case "array":
      return enumerate.array(now.execution > 1 ? (build.items_later ?? build.items) : build.items);
    case "times":
      return enumerate.times(build.n);
    case "once":
      return enumerate.once();
    case "nested":
      return enumerate.nested(levelsOf(build.tree, build.depth));
    case "csv":
      return enumerate.csv(build.text, { headers: build.headers });
    case "csv_batches":
      return enumerate.csvBatches(build.text, { headers: build.headers, size: build.batch_size ?? defaultBatchSize });
    case "records":
    case "record_batches":
    case "batch_relations":
      return rowsOf(build, enumerate, now.execution);
    case "throttle":
      return enumerate.throttle(enumeration(build.inner, enumerate, now), {
        when: now.isThrottled,
        backoffMs: build.backoff * 1_000,
      });
    case "custom":
      return enumerate.custom((cursor: Json | undefined) => pairsAfter(build.pairs, cursor));
    default:
      throw new Error(`'${build.kind}' is only for the outermost level.`);
  }
}

type Node = readonly [name: string, children: readonly Json[]];

/** One function for each level; a parent is a node of the tree, a leaf is an item. */
function levelsOf(tree: readonly Json[], depth: number) {
  return Array.from(
    { length: depth },
    () =>
      (enumerate: Enumerate, ...parents: readonly unknown[]): Enumeration<unknown> =>
        enumerate.array(parents.length === 0 ? tree : (parents.at(-1) as Node)[1]),
  );
}

function pairsAfter(pairs: readonly (readonly [Json, Json])[], cursor: Json | undefined) {
  if (cursor === undefined) return pairs;
  return pairs.slice(pairs.findIndex(([, one]) => JSON.stringify(one) === JSON.stringify(cursor)) + 1);
}

function rowsOf(build: Rows, enumerate: Enumerate, execution: number): Enumeration<unknown> {
  const columns = build.columns ?? ["id"];
  const size = build.batch_size ?? defaultBatchSize;
  const key = (row: Row): Json =>
    columns.length === 1 ? valueOf(row, columns[0]) : columns.map((one) => valueOf(row, one));
  const source: Source<Row, Json> = { after: (cursor) => select(tableOf(build, execution), columns, size, cursor) };
  if (build.kind === "records") return enumerate.records(source, { key });
  if (build.kind === "record_batches") return enumerate.recordBatches(source, { key, size });
  return enumerate.batchRelations(source, { key, size });
}

function tableOf({ rows, delete_later = [], insert_later = [] }: RowsBuild, execution: number): readonly Row[] {
  return execution === 1 ? rows : [...rows.filter(({ id }) => !delete_later.includes(id)), ...insert_later];
}

/** SELECT … WHERE (c1 > ?) OR (c1 = ? AND c2 > ?) ORDER BY c1, c2 LIMIT size, again and again. */
async function* select(
  table: readonly Row[],
  columns: readonly string[],
  size: number,
  cursor: Json | undefined,
): AsyncGenerator<Row> {
  const valuesOf = (row: Row) => columns.map((column) => valueOf(row, column));
  const sorted = table.toSorted((left, right) => compared(valuesOf(left), valuesOf(right)));
  let after = cursor === undefined ? undefined : columns.length === 1 ? [cursor] : (cursor as readonly Json[]);
  for (;;) {
    const begin = after;
    const page = sorted.filter((row) => begin === undefined || compared(valuesOf(row), begin) > 0).slice(0, size);
    yield* page;
    const last = page.at(-1);
    if (page.length < size || !last) return;
    after = valuesOf(last);
  }
}

function compared(left: readonly Json[], right: readonly Json[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] as Json;
    if (value !== other) return (value as number | string) > (other as number | string) ? 1 : -1;
  }
  return 0;
}

const valueOf = (row: Row, column = "id"): Json => row[column] ?? null;
