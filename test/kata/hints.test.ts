// Hints: read from a README, shown rung by rung.
import { describe, expect, it } from "vitest";
import { hintLines, parseHints } from "../../src/kata/hints.ts";

const README = `# Cursors

<details><summary>Not a hint: why no status?</summary>
Not a hint.
</details>

<details>
<summary><b>Hint 1</b>: what survives a crash?</summary>

Think of the two places where a number can live, and of which of them a SIGKILL erases before anybody can read it.

</details>
<details open><summary>Hint 2</summary>

A sibling:

\`\`\`ts
for (const page of pages) {
  step.set(page.id);
}
\`\`\`
</details>
`;

describe("hints", () => {
  it("are the details whose summary begins with Hint", () => {
    expect(parseHints(README).map(({ title }) => title)).toEqual(["Hint 1: what survives a crash?", "Hint 2"]);
  });

  it("are none in a README without them", () => {
    expect(parseHints("# Cursors\n")).toEqual([]);
    expect(hintLines([], 0, 80)).toEqual([]);
    expect(hintLines([], 1, 80).join(" ")).toMatch(/no hints/);
  });

  it("appear one rung more per request; prose is wrapped, code is not touched", () => {
    expect(hintLines(parseHints(README), 1, 60).join("\n")).toMatchInlineSnapshot(`
      "Hint 1: what survives a crash?
        Think of the two places where a number can live, and of
        which of them a SIGKILL erases before anybody can read it.

      Hint 1 of 2. Press h for the next one."
    `);
    expect(hintLines(parseHints(README), 2, 60).join("\n")).toMatchInlineSnapshot(`
      "Hint 1: what survives a crash?
        Think of the two places where a number can live, and of
        which of them a SIGKILL erases before anybody can read it.

      Hint 2
        A sibling:

          for (const page of pages) {
            step.set(page.id);
          }

      Hint 2 of 2."
    `);
  });

  it("say when the last one has been given, however often one asks", () => {
    expect(hintLines(parseHints(README), 3, 80).at(-1)).toBe("That was the last hint.");
    expect(hintLines(parseHints(README), 9, 80)).toEqual(hintLines(parseHints(README), 3, 80));
  });
});
