// The terminal is painted over where it knows how, and given back as it was.
import { EventEmitter } from "node:events";
import type { ReadStream, WriteStream } from "node:tty";
import { expect, it } from "vitest";
import { openTerminal } from "../../src/kata/terminal.ts";

const escape = "\u001b";

function open(redraws: boolean, columns: number) {
  let written = "";
  const input = Object.assign(new EventEmitter(), {
    isRaw: false,
    setRawMode: (raw: boolean) => (input.isRaw = raw),
    pause: () => {},
  });
  const output = { columns, write: (text: string) => (written += text) };
  const terminal = openTerminal(input as unknown as ReadStream, output as unknown as WriteStream, redraws);
  return { terminal, input, text: () => written };
}

it("paints each page over the last one, and never hides the cursor", () => {
  const { terminal, input, text } = open(true, 80);
  terminal.paint(["one", "two"]);
  terminal.restore();
  expect(text()).toBe(`${escape}[H${escape}[2Jone\ntwo\n`);
  expect(input.isRaw).toBe(false);
});

it("sends a dumb terminal no code: each page comes below the last one", () => {
  const { terminal, input, text } = open(false, 80);
  terminal.paint(["one"]);
  terminal.paint(["two"]);
  terminal.restore();
  expect(text()).toBe("----\none\n----\ntwo\n");
  expect(input.isRaw).toBe(false);
});

it("breaks the lines of a page where the terminal ends", () => {
  const { terminal, text } = open(false, 40);
  terminal.paint(["  Rule  Each effect happens exactly once, whatever happens."]);
  expect(text()).toBe("----\n  Rule  Each effect happens exactly\n        once, whatever happens.\n");
});
