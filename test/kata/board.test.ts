// npm run kata -- board over rooms made for a test, and at a time that is passed: text, page, and what cannot be read.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { again } from "../../src/kata/board/rewrite.ts";
import { askVerb, sentence } from "./ask-verb.ts";
import { lessonFiles } from "./fixture-repository.ts";

/** The clock on the page is that of the machine, wherever the test runs. */
const now = new Date(2026, 10, 30, 19, 45);
const minutesAgo = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();

const course = [
  ["01-chaining", "Chaining", 10],
  ["02-steps", "Steps", 12],
  ["03-cursors", "Cursors", 13],
  ["04-nested-iteration", "Nested iteration", 12],
  ["05-batch-checkpoints", "Batch checkpoints", 10],
] as const;

interface Standing {
  readonly learner?: string;
  readonly silent: number;
  /** How many lessons are solved. */
  readonly solved: number;
  /** Specs that are green in the next one, when it was run. */
  readonly green?: number;
  readonly spec?: string;
  readonly hints?: number;
  readonly lessons?: readonly (readonly [string, string, number])[];
}

function statusOf({ learner, silent, solved, green, spec = "", hints = 0, lessons = course }: Standing) {
  const at = (place: number, total: number) => {
    if (place < solved) return { green: total, total, solved: true, spec: null, hints: 0 };
    if (place > solved || green === undefined) return { green: 0, total: 0, solved: false, spec: null, hints: 0 };
    return { green, total, solved: false, spec, hints };
  };
  return {
    version: 1,
    learner: learner ?? null,
    at: minutesAgo(silent),
    here: lessons[solved]?.[0] ?? null,
    lessons: lessons.map(([name, title, total], place) => ({ name, title, ...at(place, total) })),
  };
}

const RESUMED = "goes on after a SIGTERM where it stopped";
const EVIL = `"><script>alert('x')</script>&amp;`;

let root = "";
const roots: string[] = [];
afterAll(() => roots.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "kata-board-")));
  roots.push(root);
  for (const [path, text] of Object.entries(lessonFiles("01-chaining", ""))) write(path, text);
});

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  const isReady = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(join(root, path), isReady ? content : JSON.stringify(content, null, 2));
}

const checkout = (folder: string, standing: Standing) => write(`${folder}/.kata/status.json`, statusOf(standing));

const board = (...words: readonly string[]) => askVerb({ root, now }, "board", ...words);

function fillRoom(): void {
  checkout("room/table-4", { silent: 2, solved: 2, green: 2, spec: RESUMED, hints: 1 });
  checkout("room/laptop 7", { learner: "table 5", silent: 14, solved: 2, green: 2, spec: RESUMED, hints: 3 });
  checkout("room/laptop 8", { learner: "table 5", silent: 90, solved: 5 });
  write(
    "room/eve.json",
    statusOf({ learner: "Ève 王小明 of the second row", silent: 31, solved: 2, green: 0, spec: "charges" }),
  );
  write("room/finn.json", statusOf({ silent: 5, solved: 0 }));
  write("room/gil.json", statusOf({ silent: 0, solved: 3, green: 3, spec: "begins with the first order" }));
  write("room/slides/intro.txt", "nobody");
}

describe("npm run kata -- board", () => {
  it("shows a folder of checkouts and files: who is where, where most are, who is silent", async () => {
    fillRoom();
    const { code, output, errors } = await board("room");
    expect([code, errors]).toEqual([0, ""]);
    await expect(output).toMatchFileSnapshot("golden/board.txt");
  });

  it("breaks a course of seventeen lessons into blocks of 80 columns", async () => {
    const lessons = Array.from(
      { length: 17 },
      (_, place) => [`${String(place + 1).padStart(2, "0")}-lesson`, "A lesson", 12] as const,
    );
    for (const solved of [0, 9, 17]) {
      write(`room/learner-${solved}.json`, statusOf({ silent: 1, solved, green: 11, spec: "x".repeat(300), lessons }));
    }
    const { output } = await board("room");
    await expect(output).toMatchFileSnapshot("golden/board-17.txt");
    expect(Math.max(...output.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("takes checkouts and files by themselves, and each learner once", async () => {
    fillRoom();
    symlinkSync(join(root, "room"), join(root, "same"), "junction");
    const { output } = await board(
      "room/table-4",
      "room",
      "same",
      "room/table-4/.kata/status.json",
      join(root, "room/finn.json"),
    );
    expect(output).toContain("6 learners");
    expect(output.match(/^ {2}table-4 /gm)).toHaveLength(1);
  });

  it("reads what npm and a PowerShell make of status --json", async () => {
    const printed = `\r\n> kata\r\n> node x {}\r\n\r\n${JSON.stringify(statusOf({ silent: 1, solved: 1 }), null, 2)}\r\n`;
    write("room/utf8.json", printed);
    write("room/bom.json", `\uFEFF${JSON.stringify(statusOf({ silent: 1, solved: 1 }))}`);
    write("room/utf16.json", Buffer.from(`\uFEFF${printed}`, "utf16le"));
    const { output } = await board("room");
    expect(output).toContain("3 learners");
    expect(output).not.toContain("Not on the board");
  });

  it("gives each place that cannot be read a line, and shows the others", async () => {
    checkout("room/table-4", { silent: 2, solved: 1 });
    const good = statusOf({ silent: 1, solved: 1 });
    write("room/cut.json", JSON.stringify(good).slice(0, 60));
    write("room/empty.json", "");
    write("room/future.json", { ...good, version: 2 });
    write("room/list.json", "[1]");
    write("room/package.json", { name: "kata" });
    write("room/no-time.json", { ...good, at: "yesterday" });
    write("room/no-lessons.json", { ...good, lessons: null });
    write("room/too-green.json", { ...good, lessons: [{ ...good.lessons[0], green: 11 }] });
    write("room/who.json", { ...good, learner: 7 });
    write("room/huge.json", " ".repeat(300_000));
    write("room/new/package.json", {});
    write("room/new/lessons/01/exercise.ts", "");
    write("room/folder/.kata/status.json/x", "");
    write("nothing/notes.txt", "");
    symlinkSync("loop.json", join(root, "room/loop.json"));
    symlinkSync("nobody.json", join(root, "room/lost.json"));
    const { code, output } = await board("room", "nowhere", "nothing");
    expect(code).toBe(0);
    await expect(output).toMatchFileSnapshot("golden/board-unread.txt");
  });

  it("ends with 1 when nobody can be shown", async () => {
    const { code, output } = await board("nowhere");
    expect([code, output]).toEqual([
      1,
      "Nobody is on the board yet.\n\nNot on the board\n  nowhere is not there: check the name.\n",
    ]);
  });

  it("lets no name move the cursor, turn the text or break a line", async () => {
    write(
      "room/a.json",
      statusOf({ learner: "\u001B[2J\u202Eanna\n\u0007 b", silent: 1, solved: 0, green: 1, spec: "\u001B[31mred\r" }),
    );
    write("room/b.json", statusOf({ learner: "\u001B\u202E", silent: 1, solved: 0 }));
    const { output } = await board("room");
    expect(output).toContain("  [2Janna b ");
    expect(output).toContain("\n  b ");
    // oxlint-disable-next-line eslint/no-control-regex -- control characters are what must not be there
    expect(output).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
  });

  it("counts a clock that is ahead as now, and whoever is through as not silent", async () => {
    write("room/a.json", statusOf({ silent: -60, solved: 0 }));
    write("room/b.json", statusOf({ silent: 600, solved: 5 }));
    const { output } = await board("room");
    expect(output).toMatch(/^ {2}a +now /m);
    expect(output).not.toContain("Silent for longest");
    expect(output).toContain("Through with every lesson\n  b\n");
  });

  it("asks whose when no folder is named", async () => {
    const ended = await board();
    expect([ended.code, ended.errors.split("\n")[0]]).toEqual([2, "Whose board? Name the folders of the learners:"]);
    expect(Math.max(...ended.errors.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe("npm run kata -- board --html", () => {
  it("writes one page that asks for itself anew, with nothing from outside and no script", async () => {
    fillRoom();
    const { code, output } = await board("room", "--html", "the board.html");
    expect([code, output.trimEnd().split("\n").at(-1)]).toEqual([
      0,
      "The page is in the board.html: open it in a browser.",
    ]);
    const page = readFileSync(join(root, "the board.html"), "utf8");
    await expect(page).toMatchFileSnapshot("golden/board.html");
    expect(page).toContain('<meta http-equiv="refresh" content="5">');
    expect(page).not.toMatch(/<script|src=|href=|url\(/);
    expect(readdirSync(root).filter((name) => name.includes(".new"))).toEqual([]);
  });

  it("escapes all that learners and lessons are called", async () => {
    const lessons = [[EVIL, EVIL, 10]] as const;
    checkout(`room/c`, { learner: EVIL, silent: 3, solved: 0, green: 1, spec: EVIL, lessons });
    write("room/d.json", statusOf({ learner: EVIL, silent: 3, solved: 1, lessons }));
    write(`room/<i>.json`, "{");
    await board("room", "--html", "board.html");
    const page = readFileSync(join(root, "board.html"), "utf8");
    expect(page).not.toMatch(/<script|<i>|"">|alert\('/);
    expect(
      page.match(/&quot;&gt;&lt;script&gt;alert\(&#39;x&#39;\)&lt;\/script&gt;&amp;amp;/g)?.length,
    ).toBeGreaterThan(4);
  });

  it("replaces an older board, and nothing else", async () => {
    fillRoom();
    await board("room", "--html", "board.html");
    expect((await board("room", "--html", "board.html")).code).toBe(0);
    write("thesis.html", "<p>mine</p>");
    const ended = await board("room", "--html", "thesis.html");
    expect([ended.code, sentence(ended)]).toEqual([
      2,
      `There is a file ${JSON.stringify(join(root, "thesis.html"))} already, and it is no board: choose another name.`,
    ]);
    expect(readFileSync(join(root, "thesis.html"), "utf8")).toBe("<p>mine</p>");
    for (const place of ["thesis.html/board.html", "room"]) {
      const refused = await board("room", "--html", place);
      expect([refused.code, sentence(refused)]).toEqual([
        2,
        expect.stringMatching(/^The board cannot be written to .*: choose another name or folder\.$/),
      ]);
    }
  });

  it("is asked for with --watch, and then writes anew until it is told to stop", async () => {
    fillRoom();
    expect(sentence(await board("room", "--watch"))).toBe(
      "--watch writes a page anew: name it, as in --html board.html.",
    );
    const stop = new AbortController();
    let times = 0;
    await again(() => ++times === 3 && stop.abort(), 1, stop.signal);
    expect(times).toBe(3);
    await again(() => (times = 0), 1, stop.signal);
    expect(times).toBe(3);
  });
});
