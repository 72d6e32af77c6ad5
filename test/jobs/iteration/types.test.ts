// What the compiler infers and refuses. The lines marked "@ts-expect-error" are checked by `npx tsc -p .`, not by vitest.
// oxlint-disable vitest/expect-expect -- the compiler is what asserts
import { describe, expectTypeOf, it } from "vitest";
import {
  Abort,
  type Batch,
  defineIteration,
  type Enumerate,
  type Enumeration,
  type FanOut,
  type Job,
  type JobDefinition,
  type NestedCursor,
  type Slice,
  type Source,
} from "#jobs";

interface Order {
  readonly id: number;
  readonly totalCents: number;
}
interface Shop {
  readonly orders: Source<Order>;
  readonly byName: Source<{ readonly name: string }, string>;
  readonly charge: (order: Order) => Promise<void>;
}

/** Never called: what is inside is for the compiler only. */
const compileOnly = (_body: (given: { enumerate: Enumerate; shop: Shop; job: Job }) => unknown) => {};

describe("defineIteration", () => {
  it("infers arguments, items and services", () => {
    const job = defineIteration({
      name: "charge",
      build: (_args: { day: string }, enumerate, current, shop: Shop) => {
        expectTypeOf(current).toEqualTypeOf<Job>();
        return enumerate.records(shop.orders);
      },
      async each(order, args, current, shop) {
        expectTypeOf(order).toEqualTypeOf<Order>();
        expectTypeOf(args).toEqualTypeOf<{ day: string }>();
        expectTypeOf(current).toEqualTypeOf<Job>();
        expectTypeOf(shop).toEqualTypeOf<Shop>();
        await shop.charge(order);
      },
      onComplete: (args, _job, shop) => {
        expectTypeOf(args).toEqualTypeOf<{ day: string }>();
        expectTypeOf(shop).toEqualTypeOf<Shop>();
      },
      aroundEach: (next, order, args) => {
        expectTypeOf(order).toEqualTypeOf<Order>();
        expectTypeOf(args).toEqualTypeOf<{ day: string }>();
        return next();
      },
      retryOn: [{ errors: Error }],
    });
    expectTypeOf(job).toEqualTypeOf<JobDefinition<{ day: string }, Shop>>();
  });

  it("infers services from each alone, and from neither", () => {
    const charging = defineIteration({
      name: "charge",
      build: (_args: null, enumerate) => enumerate.times(3),
      each: (item, _args, _job, shop: Shop) => {
        expectTypeOf(item).toEqualTypeOf<number>();
        void shop;
      },
    });
    expectTypeOf(charging).toEqualTypeOf<JobDefinition<null, Shop>>();
    const counting = defineIteration({ name: "count", build: (_args: null, from) => from.times(3), each: () => {} });
    expectTypeOf(counting).toEqualTypeOf<JobDefinition<null>>();
  });

  it("infers items of an async build, of a bare generator, of a split, and of nothing", () => {
    defineIteration({
      name: "async",
      build: async (_args: null, enumerate) => enumerate.array(["a"]),
      each: (item) => void expectTypeOf(item).toEqualTypeOf<string>(),
    });
    defineIteration({
      name: "bare",
      async *build(_args: null) {
        yield [{ deep: 1 }, "cursor"] as const;
      },
      each: (item) => void expectTypeOf(item).toEqualTypeOf<{ readonly deep: 1 }>(),
    });
    defineIteration({
      name: "split",
      build: (_args: null, enumerate) => enumerate.parallelArray([true], 2),
      each: (item) => void expectTypeOf(item).toEqualTypeOf<boolean>(),
    });
    defineIteration({
      name: "perhaps",
      build: ({ any }: { any: boolean }, enumerate) => (any ? enumerate.array([1n]) : undefined),
      each: (item) => void expectTypeOf(item).toEqualTypeOf<bigint>(),
    });
  });

  it("wants from migrate a cursor of what build goes through", () => {
    defineIteration({
      name: "migrating",
      build: (_args: null, enumerate, _job, shop: Shop) => enumerate.records(shop.orders),
      each: () => {},
      version: 2,
      migrate: (cursor) => Number(cursor),
    });
    defineIteration({
      name: "migrating",
      build: (_args: null, enumerate, _job, shop: Shop) => enumerate.records(shop.orders),
      each: () => {},
      version: 2,
      // @ts-expect-error -- the cursor of orders is a number
      migrate: (cursor) => JSON.stringify(cursor),
    });
  });

  it("refuses what is missing or does not belong", () => {
    const build = (_args: null, enumerate: Enumerate) => enumerate.once();
    const each = () => {};
    compileOnly(() => {
      // @ts-expect-error -- no build
      defineIteration({ name: "x", each });
      // @ts-expect-error -- no each
      defineIteration({ name: "x", build });
      // @ts-expect-error -- an iteration has no perform of its own
      defineIteration({ name: "x", build, each, perform: async () => {} });
      // @ts-expect-error -- misspelt
      defineIteration({ name: "x", build, each, onStarted: () => {} });
      // @ts-expect-error -- items without cursors
      defineIteration({ name: "x", build: () => [1, 2], each });
      // @ts-expect-error -- a Date would come back as a string
      defineIteration({ name: "x", build: (_args: Date, from: Enumerate) => from.once(), each });
      // @ts-expect-error -- the handler takes text, the items are numbers
      defineIteration({ name: "x", build, each: (item: string) => void item });
    });
  });
});

describe("enumerate", () => {
  it("knows items and cursors", () => {
    compileOnly(({ enumerate, shop }) => {
      expectTypeOf(enumerate.array(["a"])).toEqualTypeOf<Enumeration<string, number>>();
      expectTypeOf(enumerate.records(shop.orders)).toEqualTypeOf<Enumeration<Order, number>>();
      expectTypeOf(enumerate.records(shop.byName, { key: ({ name }) => name })).toEqualTypeOf<
        Enumeration<{ readonly name: string }, string>
      >();
      expectTypeOf(enumerate.recordBatches(shop.orders)).toEqualTypeOf<Enumeration<readonly Order[], number>>();
      expectTypeOf(enumerate.batchRelations(shop.orders)).toEqualTypeOf<Enumeration<Batch<Order, number>, number>>();
      expectTypeOf(enumerate.csv("")).toEqualTypeOf<Enumeration<Record<string, string>, number>>();
      expectTypeOf(enumerate.csvBatches<string[]>("")).toEqualTypeOf<Enumeration<readonly string[][], number>>();
      expectTypeOf(enumerate.parallelArray([1], 2)).toEqualTypeOf<Enumeration<number, Slice> | FanOut>();
      const throttled = enumerate.throttle(enumerate.records(shop.orders), { when: () => true, backoffMs: 1 });
      expectTypeOf(throttled).toEqualTypeOf<Enumeration<Order, number>>();
      const pages = enumerate.custom((page: string | undefined) => [[page?.length, page ?? ""]]);
      expectTypeOf(pages).toEqualTypeOf<Enumeration<number | undefined, string>>();
    });
  });

  it("gives each level of nested its parents", () => {
    compileOnly(({ enumerate, shop }) => {
      const nested = enumerate.nested([
        (from) => from.records(shop.orders),
        (from, order) => {
          expectTypeOf(order).toEqualTypeOf<Order>();
          return from.array([String(order.id)]);
        },
        (from, order, text) => {
          expectTypeOf(order).toEqualTypeOf<Order>();
          expectTypeOf(text).toEqualTypeOf<string>();
          return from.times(text.length);
        },
      ]);
      expectTypeOf(nested).toEqualTypeOf<Enumeration<readonly [Order, string, number], NestedCursor>>();
    });
  });

  it("refuses what would fail at run time", () => {
    compileOnly(({ enumerate, shop }) => {
      // @ts-expect-error -- rows without an id need a key
      enumerate.records(shop.byName);
      // @ts-expect-error -- the source is read by name, the key is a number
      enumerate.records(shop.byName, { key: ({ name }) => name.length });
      // @ts-expect-error -- an array is no source
      enumerate.records([{ id: 1 }]);
      // @ts-expect-error -- parallel must be the outermost
      enumerate.throttle(enumerate.parallelArray([1], 2), { when: () => true, backoffMs: 1 });
      // @ts-expect-error -- misspelt
      enumerate.throttle(enumerate.once(), { when: () => true, backofMs: 1 });
      // @ts-expect-error -- a Map is no cursor
      enumerate.custom(() => [[1, new Map()]]);
      // @ts-expect-error -- true or false
      void new Abort({ complete: "no" });
    });
  });
});
