// What is done to the text of a module.
import { SourceMap, type SourceMapPayload } from "node:module";
import { expect, test } from "vitest";
import { makeRenewable } from "../../../src/simulation/modules/transform.ts";

const path = "lessons/02-steps/exercise.ts";

test.each([
  ["waits at its top level", "const a = await 1;"],
  ["waits in a block", "if (true) { await (1); }"],
  ["waits in a loop", "for await (const a of []) {}"],
  ["waits for its default export", "export default await 1;"],
  ["waits in the extends of a class", "class A extends (await B) {}"],
  ["is not JavaScript", "const a = ;"],
])("a module that %s is left alone", async (_what, code) => {
  expect(await makeRenewable(code, { path })).toBeUndefined();
});

test.each([
  ["a function", "export async function a() { await 1; }"],
  ["a method", "export const a = { async b() { for await (const c of []) await c; } };"],
  ["an arrow", "export default async () => await 1;"],
])("a module that waits in %s is not", async (_what, code) => {
  expect(await makeRenewable(code, { path })).toBeDefined();
});

test("the first copy stays on its lines and columns", async () => {
  const code = `import { a } from "./a.ts";
export const b = a, c = 1;
const hidden = 2;
export default a +
  b;
export { hidden as shown };
`;
  const lines = (await makeRenewable(code, { path }))?.code.split("\n").slice(0, 6);
  expect(lines).toEqual([
    'import { a } from "./a.ts";',
    "export let   b = a, c = 1;",
    "let   hidden = 2;",
    "let $default$= a +",
    "  b;",
    "export { hidden as shown };",
  ]);
});

test("the map leads from both copies to the same place, past what was put in and taken out", async () => {
  const code = `import {
  key,
} from "./keys.ts"; const one = key;
export const two = () => key(one) + key(here);
export { two as
  three }; last(key);
`;
  const { code: made, map } = (await makeRenewable(code, { path })) as { code: string; map: unknown };
  const lines = made.split("\n");
  const [first, second] = [0, lines.length];
  const places = (word: string): readonly unknown[] =>
    [
      lines.findIndex((line) => line.includes(word), first),
      lines.slice(0, second).findLastIndex((line) => line.includes(word)),
    ]
      .map((row) => new SourceMap(map as SourceMapPayload).findEntry(row, (lines[row] as string).lastIndexOf(word)))
      .map((entry) => "originalLine" in entry && [entry.originalLine, entry.originalColumn]);
  const rows = code.split("\n");
  for (const word of ["one = ", "here", "last"]) {
    const row = rows.findIndex((line) => line.includes(word));
    const place = [row, (rows[row] as string).lastIndexOf(word)];
    expect([word, ...places(word)]).toEqual([word, place, place]);
  }
});

test("a call that begins a line does not become the arguments of the line before", async () => {
  const code = `import { f } from "./f.ts"\nconst a = 1\nf(a)\nconst b = [f(a)]\n`;
  const { code: made } = (await makeRenewable(code, { path })) as { code: string };
  expect(made).toContain(`const a = 1\n__kata_import_0__["f"](a)\nconst b = [(0, __kata_import_0__["f"])(a)]`);
});

test("a default function without a name ends where it did", async () => {
  const { code } = (await makeRenewable("export default function () {}\n(1);", { path })) as { code: string };
  expect(code.split("\n").slice(0, 2)).toEqual(["let $default$= function () {};", "(1);"]);
});

test("only the globals that a module names are handed to it", async () => {
  const { code } = (await makeRenewable("export const a = () => [Date, setTimeout];", { path })) as { code: string };
  expect(code).toContain("evaluate(__kata_process__, { Date, setTimeout })");
});
