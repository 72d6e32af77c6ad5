// Hints: read from a README, shown rung by rung.
import { describe, expect, it } from "vitest";
import { type Hint, parseHints, rungLines } from "../../src/kata/hints.ts";

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
  });

  it("are wrapped where they are prose, without emphasis, and not touched where they are code", () => {
    const [first, second] = parseHints(README.replace("two places", "*two places*"));
    expect(rungLines(first as Hint, 60).join("\n")).toMatchInlineSnapshot(`
      "Hint 1: what survives a crash?
        Think of the two places where a number can live, and of
        which of them a SIGKILL erases before anybody can read it."
    `);
    expect(rungLines(second as Hint, 60).join("\n")).toMatchInlineSnapshot(`
      "Hint 2
        A sibling:

          for (const page of pages) {
            step.set(page.id);
          }"
    `);
  });
});
