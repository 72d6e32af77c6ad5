// Colour where it can be seen and nobody forbids it.
import { expect, it } from "vitest";
import { fit, inkFor, widthOf } from "#terminal";

const terminal = { isTTY: true };
const pipe = {};

it.each([
  ["a terminal", terminal, { TERM: "xterm" }, true],
  ["a terminal that says nothing about itself", terminal, {}, true],
  ["a terminal with NO_COLOR", terminal, { NO_COLOR: "1" }, false],
  ["a terminal with an empty NO_COLOR", terminal, { NO_COLOR: "" }, true],
  ["a dumb terminal", terminal, { TERM: "dumb" }, false],
  ["a dumb terminal, forced", terminal, { TERM: "dumb", FORCE_COLOR: "1" }, false],
  ["a pipe", pipe, {}, false],
  ["a pipe, forced", pipe, { FORCE_COLOR: "1" }, true],
  ["a pipe, forced not to", pipe, { FORCE_COLOR: "0" }, false],
])("%s", (_name, output, environment, hasColour) => {
  expect(inkFor(output, environment).bad("✗")).toBe(hasColour ? "\u001b[31m✗\u001b[39m" : "✗");
});

it.each([
  ["Visual Studio Code", terminal, { TERM_PROGRAM: "vscode" }, true],
  ["a terminal of VTE that knows links", terminal, { VTE_VERSION: "7002" }, true],
  ["an older one", terminal, { VTE_VERSION: "4602" }, false],
  ["the terminal of Windows, without colour", terminal, { WT_SESSION: "1", NO_COLOR: "1" }, true],
  ["one that says nothing about itself", terminal, { TERM: "xterm" }, false],
  ["one behind a multiplexer", terminal, { TERM_PROGRAM: "vscode", TMUX: "1" }, false],
  ["a dumb one", terminal, { TERM_PROGRAM: "vscode", TERM: "dumb" }, false],
  ["a pipe", pipe, { TERM_PROGRAM: "vscode" }, false],
])("a link in %s", (_name, output, environment, isLink) => {
  const link = inkFor(output, environment).link("exercise.ts", "file:///kata/exercise.ts");
  expect(link).toBe(isLink ? "\u001b]8;;file:///kata/exercise.ts\u0007exercise.ts\u001b]8;;\u0007" : "exercise.ts");
  // It takes no more room than its text, and what is cut is cut without a code left open.
  expect([widthOf(link), fit([link], 40)]).toEqual([11, [link]]);
  expect(widthOf(fit([link], 5).join(""))).toBeLessThanOrEqual(11);
});
