// What defineIteration and a running iteration refuse, in words that name the value and the mend.
import { describe, expect, it } from "vitest";
import { defineIteration, type Enumeration, enqueue, JobDefinitionError, type Json, NotJsonError } from "#jobs";
import { failure } from "../setting.ts";
import { newSetting, runThrough } from "./setting.ts";

const whole = { name: "whole", build: () => undefined, each: () => {} };

describe("defineIteration", () => {
  it.each<[string, object, RegExp]>([
    [
      "no build",
      { name: "x", each: whole.each },
      /Iteration 'x' has no build\. Say what to go through: `build: \(args/,
    ],
    ["no each", { name: "x", build: whole.build }, /Iteration 'x' has no each\. Say what is to be done with one item/],
    ["a perform", { ...whole, perform: () => {} }, /a perform of its own\. Say in `each`.*or use defineJob/],
    ["no name", { ...whole, name: "" }, /A job needs a name/],
    ["a hook that is none", { ...whole, onStart: true }, /has onStart that is a boolean\. Give a function/],
    ["a version of 1.5", { ...whole, version: 1.5 }, /has version 1\.5\. Give a whole number/],
    ["a version as text", { ...whole, version: "1" }, /has version 1\. Give a whole number/],
    ["a migrate without a version", { ...whole, migrate: () => 1 }, /a migrate and no version.*`version: 1`/],
    ["a negative max runtime", { ...whole, maxRuntimeMs: -1 }, /maxRuntimeMs -1/],
  ])("refuses %s", (_name, options, message) => {
    const define = () => defineIteration(options as never);
    expect(define).toThrow(JobDefinitionError);
    expect(define).toThrow(message);
  });

  it("resumes at once, and leaves errors to retryOn, unless told otherwise", () => {
    expect(defineIteration(whole)).toMatchObject({ resume: {}, resumeErrorsAfterAdvancing: false });
    const other = defineIteration({ ...whole, resume: { wait: 5 }, resumeErrorsAfterAdvancing: true });
    expect(other).toMatchObject({ resume: { wait: 5 }, resumeErrorsAfterAdvancing: true });
  });

  it("keeps `this` in methods", async () => {
    const seen: unknown[] = [];
    const withNote = { name: "self", note: "kept" };
    const job = defineIteration<null, number, number, undefined>({
      ...withNote,
      build(_args, enumerate) {
        return (seen.push((this as { note?: string }).note), enumerate.once());
      },
      each() {
        seen.push((this as { note?: string }).note);
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    await drain([job]);
    expect(seen).toEqual(["kept", "kept"]);
  });
});

describe("an iteration", () => {
  const errorOf = async (built: unknown) => {
    const { done, outcomes } = await runThrough(() => built as Enumeration<unknown>);
    return { done, error: failure(outcomes[0]) };
  };

  it.each<[string, unknown, RegExp]>([
    ["an array", [1, 2], /What build of job 'collect' returns must be an enumeration; found \[1,2\]\. Build it with/],
    ["text", "items", /found 'items'/],
    ["null", null, /found null/],
    [
      "a list of items without cursors",
      {
        [Symbol.asyncIterator]: async function* () {
          yield 7;
        },
      },
      /must yield pairs; found 7\. Yield `\[item, cursor\]`/,
    ],
    [
      "pairs of three",
      {
        [Symbol.asyncIterator]: async function* () {
          yield [1, 2, 3];
        },
      },
      /found \[1,2,3\]/,
    ],
  ])("refuses to go through %s", async (_name, built, message) => {
    expect((await errorOf(built)).error.message).toMatch(message);
  });

  it("takes any async generator of items and cursors", async () => {
    const done: number[] = [];
    const job = defineIteration({
      name: "bare",
      async *build(_args: null, { cursor }) {
        for (let next = Number(cursor ?? 0) + 1; next <= 3; next += 1) yield [next, next] as const;
      },
      each: (item) => void done.push(item),
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    await drain([job], { stopReason: () => "stopping" });
    expect(done).toEqual([1, 2, 3]);
  });

  it.each<[string, unknown]>([
    ["a Date", new Date(0)],
    ["a Map", new Map()],
    ["nothing", undefined],
    ["NaN", NaN],
    ["a function", () => {}],
    ["an instance of a class", new URL("https://example.org/a")],
  ])("refuses %s as a cursor, before the item is handled", async (_name, cursor) => {
    const { done, error } = await errorOf({
      [Symbol.asyncIterator]: async function* () {
        yield ["item", cursor];
      },
    });
    expect(error).toBeInstanceOf(NotJsonError);
    expect(error.message).toMatch(/Cannot store the cursor of an item of job 'collect': found/);
    expect(done).toEqual([]);
  });

  it("takes every other cursor as it is", async () => {
    const cursors = [0, -1.5, "", true, null, [1, ["x"]], { at: { page: 1, next: null } }];
    const seen: unknown[] = [];
    await runThrough(
      (enumerate) => {
        seen.push(enumerate.cursor);
        const next = cursors.findIndex((one) => JSON.stringify(one) === JSON.stringify(enumerate.cursor)) + 1;
        return enumerate.custom(() => cursors.slice(next, next + 1).map((cursor) => ["item", cursor as Json] as const));
      },
      () => true,
    );
    expect(seen).toEqual([undefined, ...cursors]);
  });
});
