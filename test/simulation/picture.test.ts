// The HTML picture of a run. After a change on purpose: npx vitest run --project test test/simulation/picture -u; then
// open the golden file in a browser and look at it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import {
  assertEachOnce,
  assertExactlyOnce,
  type BrokenRule,
  crash,
  drawHtml,
  frame,
  frameForms,
  type Run,
  sigterm,
} from "#simulation";
import { simulate, writePicture } from "#simulation";
import { careful, charges, chargingJob, keyless, orders } from "./orders.ts";
import { elementsOf, overlap, textBoxes } from "./svg-boxes.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const fault = (id: number) => (id % 2 === 0 ? crash({ after: `charge ${id}` }) : sigterm({ after: `charge ${id}` }));
const words = { title: "charges orders", happened: "charge 2 happened twice.", rule: "Each effect happens once." };
const svgOf = (html: string): string => /<svg[\s\S]*<\/svg>/.exec(html)?.[0] ?? "";

const eager = chargingJob(async (order, shop, _job, set) => {
  await set();
  await shop.payments.charge(order, { key: `charge:${order.id}` });
});

const twice = () =>
  simulate(keyless, {
    ...orders(1, 2, 3, 4),
    faults: [crash({ after: 1 }), crash({ after: "charge 2" }), sigterm({ after: "charge 3" })],
  });

const runs: Readonly<Record<string, () => Promise<Run>>> = {
  "a calm run": () => simulate(careful, orders(1, 2, 3)),
  "a repeated effect": twice,
  "progress in the payload": () =>
    simulate(careful, { ...orders(...upTo(100)), faults: [crash({ after: "charge 50" })], progress: "payload" }),
  "100 items and 40 faults": () =>
    simulate(keyless, { ...orders(...upTo(100)), faults: upTo(40).map((id) => fault(id * 2)) }),
  "100 items and 90 faults": () => simulate(keyless, { ...orders(...upTo(100)), faults: upTo(90).map(fault) }),
  "orders with long numbers": () =>
    simulate(keyless, { ...orders(123456789012, 123456789013), faults: [crash({ after: "charge 123456789013" })] }),
  "a job cut off": () => simulate(careful, { ...orders(...upTo(30)), maxPoints: 20 }),
};

describe.each(Object.entries(runs))("the picture of %s", (_name, perform) => {
  test("is valid XML, with a title and a description", async () => {
    const names = elementsOf(svgOf(drawHtml(await perform(), words))).map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(["svg", "title", "desc"]);
  });

  test("has every text and every mark inside, and no text over another", async () => {
    const svg = svgOf(drawHtml(await perform(), { ...words, spotlight: charges(...upTo(60)) }));
    const [width = 0, height = 0] = (/viewBox="0 0 (\d+) ([\d.]+)"/.exec(svg) ?? []).slice(1).map(Number);
    const boxes = textBoxes(svg);
    expect(boxes.length).toBeGreaterThan(5);
    expect(
      boxes.filter(({ left, right, top, bottom }) => left < 0 || right > width || top < 0 || bottom > height),
    ).toEqual([]);
    expect(boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => overlap(one, other)))).toEqual([]);
    const rects = elementsOf(svg).filter(({ name }) => name === "rect");
    expect(rects.filter(({ attributes: { x, width: wide } }) => Number(x) + Number(wide) > width)).toEqual([]);
  });

  test("needs nothing from outside and no script", async () => {
    const html = drawHtml(await perform(), words);
    expect(html.replace("http://www.w3.org/2000/svg", "")).not.toMatch(
      /<script|<link|<img|https?:|url\(|@import| on\w+=/,
    );
  });
});

test("a long run stays as short as the text timeline", async () => {
  const html = drawHtml(await (runs["100 items and 40 faults"] as () => Promise<Run>)(), words);
  expect(html.match(/class="lane"/g)?.length).toBeLessThanOrEqual(13);
  expect(html).toContain("32 more executions like these");
  expect(svgOf(html).match(/first time<\/text>/g)?.length).toBe(2);
});

test("shows all that matters in its golden file", async () => {
  const run = await twice();
  const second = run.entries.find((entry) => entry.entry === "point" && entry.name === "charge 2");
  const noReturn = second?.entry === "point" ? second.number : 0;
  const html = drawHtml(run, { ...words, next: "Find ▲.", footnotes: ["Again"], spotlight: ["charge 2"], noReturn });
  await expect(html).toMatchFileSnapshot("golden/picture.html");
  for (const sign of ["▲ charge 2: again", "charge 2: first time", "◆ no return", "⚑ SIGTERM", "✕ killed", "✓ done"]) {
    expect(svgOf(html)).toContain(`${sign}</text>`);
  }
  expect(svgOf(html)).toContain("durable: progress saved at step &#39;charge&#39;, cursor 1; 2 effects");
});

test("a hole stands where the job passed over it", async () => {
  const run = await simulate(eager, { ...orders(1, 2, 3, 4, 5, 6), faults: [crash({ before: "charge 4" })] });
  const svg = svgOf(drawHtml(run, { ...words, missing: { effect: "charge 4", before: "charge 5" } }));
  const texts = textBoxes(svg).map(({ text }) => text);
  expect(texts.slice(texts.indexOf("from cursor 4:"), texts.indexOf("6"))).toEqual([
    "from cursor 4:",
    "∅ charge 4: never",
    "charge",
    "5",
  ]);
  // The cursor that was saved ahead belongs to the order that follows.
  expect(svg.indexOf("charge 4: never")).toBeLessThan(svg.indexOf("cursor 5 saved"));
});

test("a name cannot break out of the picture", async () => {
  const title = `<script>alert("1")</script> & 'x' \u0007\u202E\uD800`;
  const html = drawHtml(await twice(), {
    ...words,
    title,
    rule: title,
    footnotes: [title],
    missing: { effect: `<b> ${title}` },
  });
  expect(html).not.toContain("<script>");
  // oxlint-disable-next-line eslint/no-control-regex -- control characters are what must not be there
  expect(html).not.toMatch(/[\u0007\u202E]|\p{Surrogate}/u);
  expect(() => elementsOf(svgOf(html))).not.toThrow();
  expect(() => elementsOf("<p>a & b</p>")).toThrow("not escaped");
});

describe("a broken rule", () => {
  afterEach(() => frameForms({}));
  const parts = async () => ({ run: await twice(), happened: "It broke.", rule: "It holds.", next: "Mend it." });

  test("carries the picture as an own field only when somebody wants one", async () => {
    expect(Object.keys(frame(await parts()))).not.toContain("picture");
    frameForms({ pictureTitle: "Lesson 3" });
    expect(frame(await parts()).picture).toContain('<p class="of">Lesson 3</p>');
    frameForms({ sentences: true });
    expect(Object.keys(frame(await parts()))).not.toContain("picture");
  });

  test("of a proof marks the point of no return, and one of a loss the hole", async () => {
    frameForms({ pictureTitle: "Lesson 3" });
    const proof = assertExactlyOnce(keyless, { ...orders(1, 2), effects: charges(1, 2) });
    const repeated = await proof.catch((error: unknown) => error as BrokenRule);
    const run = await simulate(eager, { ...orders(1, 2), faults: [crash({ before: "charge 1" })] });
    const lost = thrownBy(() => assertEachOnce(run, { effects: charges(1, 2) }));
    expect((repeated as BrokenRule).picture).toContain("◆ no return</text>");
    expect(lost.picture).toContain("∅ charge 1: never</text>");
  });
});

function thrownBy(call: () => void): BrokenRule {
  try {
    call();
  } catch (error) {
    return error as BrokenRule;
  }
  throw new Error("nothing was thrown");
}

describe("writing a picture", () => {
  const folder = mkdtempSync(join(tmpdir(), "picture-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  test("puts it into a new file, and in the place of an older picture", async () => {
    const html = drawHtml(await twice(), words);
    expect(writePicture(at("new.html"), html)).toBeUndefined();
    expect(writePicture(at("new.html"), html.replaceAll("twice", "often"))).toBeUndefined();
    expect(readFileSync(at("new.html"), "utf8")).toContain("charge 2 happened often.");
  });

  test("leaves any other file as it is, an empty one too", () => {
    for (const text of ["my notes", ""]) {
      writeFileSync(at("notes.txt"), text);
      expect(writePicture(at("notes.txt"), "<p>")).toContain("is not a picture of a run: choose another name.");
      expect(readFileSync(at("notes.txt"), "utf8")).toBe(text);
    }
  });

  test("says in a sentence why it cannot", () => {
    expect(writePicture(at("no/where.html"), "<p>")).toContain("(there is no such folder)");
    expect(writePicture(folder, "<p>")).toContain("(a file or folder of that name is there)");
  });
});
