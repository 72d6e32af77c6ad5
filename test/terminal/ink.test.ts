// Colour where it can be seen and nobody forbids it.
import { expect, it } from "vitest";
import { inkFor } from "#terminal";

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
