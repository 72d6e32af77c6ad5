// In a terminal without Unicode every sign of our pages has an ASCII form; everywhere else nothing changes.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasUnicode, toAscii, writeReadably } from "../../src/terminal/ascii.ts";

test.each([
  [{}, true],
  [{ LANG: "" }, true],
  [{ LANG: "C" }, false],
  [{ LANG: "POSIX" }, false],
  [{ LANG: "C.UTF-8" }, true],
  [{ LANG: "en_US.utf8" }, true],
  [{ LANG: "de_DE.ISO-8859-1" }, false],
  [{ LANG: "en_US.UTF-8", LC_ALL: "C" }, false],
  [{ LANG: "C", LC_CTYPE: "en_US.UTF-8" }, true],
])("%j", (environment, has) => expect(hasUnicode(environment)).toBe(has));

test("the signs of a lane stay apart, and each takes one column", () => {
  const signs = "● ○ ▲ ∅ ✗ ✕ ✓ ◆ █ ░ │ … =";
  const ascii = toAscii(signs);
  expect(ascii).toBe("* o ^ ? x X + # # . | ~ =");
  expect(ascii).toHaveLength(signs.length);
});

test("a line about what is left out has three points, and names lose their accents", () => {
  expect(toAscii("  … and 2 more lines\ncharge-of-t…")).toBe("  ... and 2 more lines\ncharge-of-t~");
  expect(toAscii("Zoë, 日本")).toBe("Zoe, ??");
});

test("every sign of a page that is kept here has a form", () => {
  const folders = ["test/kata/golden", "test/simulation/golden", "test/lab/golden", "test/wrong-solutions/golden"];
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".txt")) continue;
      const page = readFileSync(join(folder, file), "utf8");
      const unknown = Array.from(page).filter(
        (sign) => sign > "\u007f" && !/\p{L}/u.test(sign) && toAscii(sign) === "?" && sign !== "∅",
      );
      expect([file, unknown]).toEqual([file, []]);
    }
  }
});

test("a process writes ASCII where its environment knows nothing else", () => {
  const written: unknown[] = [];
  const stream = () => ({ write: (text: string | Uint8Array) => written.push(text) > 0 });
  const bytes = Uint8Array.of(226);
  for (const LANG of ["C", "C.UTF-8"]) {
    const outputs = { stdout: stream(), stderr: stream(), env: { LANG } };
    writeReadably(outputs);
    outputs.stdout.write("✗ charge 3");
    outputs.stderr.write(bytes);
  }
  expect(written).toEqual(["x charge 3", bytes, "✗ charge 3", bytes]);
});
