// What the tests of iterations need: jobs that write down what they do, and every way to stop them.
import {
  defineIteration,
  enqueue,
  type Enumerate,
  type Enumeration,
  type FanOut,
  type IterationOptions,
  type Json,
} from "#jobs";
import { newSetting, type Setting } from "../setting.ts";

export { newSetting, type Setting };

type Extra = Partial<IterationOptions<null, unknown, undefined>>;

/** A job that writes down its items. */
export function collecting<Item>(
  build: (enumerate: Enumerate) => Enumeration<Item> | FanOut | undefined,
  done: Item[],
  extra: Extra = {},
) {
  return defineIteration<null, Item, Json, undefined>({
    name: "collect",
    build: (_args, enumerate) => build(enumerate),
    each: (item) => void done.push(item),
    ...(extra as object),
  });
}

/** Runs it to its end, stopped after each question for which `stops` says so. */
export async function runThrough<Item>(
  build: (enumerate: Enumerate) => Enumeration<Item> | FanOut | undefined,
  stops: (question: number) => boolean = () => false,
  extra: Extra = {},
) {
  const done: Item[] = [];
  const job = collecting(build, done, extra);
  const setting = newSetting();
  let asked = 0;
  await enqueue(setting.queue, job, null);
  const outcomes = await setting.drain([job], { stopReason: () => (stops((asked += 1)) ? "stopping" : undefined) });
  return { ...setting, done, asked, outcomes, kinds: outcomes.map(({ kind }) => kind) };
}

/** Runs it to its end several times: never stopped, stopped at each one question, and at every question. */
export async function runThroughInAllWays<Item>(build: (enumerate: Enumerate) => Enumeration<Item>) {
  const { done: expected, asked } = await runThrough(build);
  const ways = [
    ...Array.from({ length: asked }, (_, index) => (question: number) => question === index + 1),
    () => true,
  ];
  const results = [];
  for (const stops of ways) results.push((await runThrough(build, stops)).done);
  return { expected, results, asked };
}

/** All pairs that an enumeration yields from a cursor on, without a job around it. */
export async function pairsOf(enumeration: Enumeration<unknown> | FanOut): Promise<readonly unknown[]> {
  const pairs: unknown[] = [];
  for await (const pair of enumeration as Enumeration<unknown>) pairs.push(pair);
  return pairs;
}

/** A table sorted by id; rows may be put in and taken out. */
export function tableOf<Row extends { readonly id: number }>(rows: Row[]) {
  return {
    rows,
    reads: 0,
    async *after(id?: number) {
      for (;;) {
        const last = id;
        const next = rows
          .toSorted((left, right) => left.id - right.id)
          .find((row) => last === undefined || row.id > last);
        if (!next) return;
        this.reads += 1;
        yield next;
        id = next.id;
      }
    },
  };
}
