// Each verb that a learner has on a command line, over a small course: what it says, what it changes, and what it keeps.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Ended, lessonFiles, makeRepository, removeRepository } from "./fixture-repository.ts";
import { OpenKata } from "./open-kata.ts";

const STARTER = 'export async function answer(): Promise<number> {\n  throw new Error("Not written yet.");\n}\n';
const GREEN = "export const answer = async () => 2;\n";
const MINE = "export const answer = async () => 3; // mine\n";
const names = ["01-one", "02-two", "03-three"];

describe("npm run kata", { timeout: 120_000 }, () => {
  let root = "";
  let kata: OpenKata;
  beforeAll(() => {
    const readme = "# Two\n\n## Predict\n\nA job stops. **How many?**\n\n- one\n- two\n\n## The one idea\n\nNo.\n";
    root = makeRepository({
      ...Object.assign({}, ...names.map((name) => lessonFiles(name, STARTER))),
      ...Object.fromEntries(names.map((name) => [`src/catalogue/starters/${name}.ts`, STARTER])),
      ...Object.fromEntries(names.map((name) => [`solutions/${name}/exercise.ts`, GREEN])),
      "solutions/02-two/other-way.ts": GREEN,
      "lessons/02-two/README.md": readme,
    });
    kata = new OpenKata(root);
  });
  afterAll(async () => {
    await kata.close();
    removeRepository(root);
  });
  beforeEach(() => {
    rmSync(join(root, ".kata"), { recursive: true, force: true });
    for (const name of names) write(name, STARTER);
  });

  const write = (name: string, text: string) => writeFileSync(join(root, "lessons", name, "exercise.ts"), text);
  const text = (name: string) => readFileSync(join(root, "lessons", name, "exercise.ts"), "utf8");
  const said = async (...words: readonly string[]): Promise<string> => (await kata.verb(...words)).output;
  const refused = ({ code, errors }: Ended): string => (expect(code).toBe(2), errors.split("\n\n")[0] ?? "");

  it("go and next open another lesson, whatever is solved; the last one has none behind it", async () => {
    expect(await said("go", "2")).toBe(
      "npm start opens lesson 2 now: A lesson called 02-two.\n".replace("A lesson called 02-two", "Two"),
    );
    expect(await said("next")).toContain("npm start opens lesson 3 now");
    expect(refused(await kata.verb("next"))).toContain("03-three is the last lesson.");
    expect((await kata.start()).output).toContain("Lesson 3");
    expect((await kata.start("3")).output).toContain("Lesson 3");
  });

  it("run prints the page of a lesson, and ends with 1 while it is red; status knows it then", async () => {
    write("02-two", MINE);
    const { code, output } = await kata.verb("run", "2");
    expect(output).toContain("1 of 3 specs green");
    expect(code).toBe(1);
    expect(JSON.parse(await said("status", "--json"))).toMatchObject({
      version: 1,
      learner: null,
      lessons: [
        { total: 0 },
        { name: "02-two", green: 1, total: 3, solved: false, spec: "answers with two" },
        { total: 0 },
      ],
    });
    write("02-two", GREEN);
    expect((await kata.verb("run", "2")).code).toBe(0);
    expect(await said("status")).toBe("1 of 3 lessons are solved.\n");
  });

  it("predict asks, keeps an answer, and shows it again", async () => {
    expect(await said("predict", "2")).toBe(
      '  A job stops. How many?\n\n  - one\n  - two\n\nTo keep an answer: npm run kata -- predict 2 "…"\n',
    );
    expect(await said("predict", "2", " twice ")).toContain("Kept: twice\n");
    expect(await said("predict", "2")).toContain("  You said  twice\n");
    expect(await said("predict", "1")).toBe("Lesson 1 asks for no prediction.\n");
  });

  it.each(["solution", "diff"])("%s is kept back until the lesson is green, or somebody insists", async (verb) => {
    write("02-two", MINE);
    expect(await said(verb, "2")).toMatch(new RegExp(`Type\\s+npm run kata -- ${verb} 2 --spoil\\s+to\\s+see`));
    expect(await said(verb, "2", "--spoil")).toContain("async () => 2");
    expect(await said(verb, "2")).toContain("async () => 2");
    write("03-three", GREEN);
    expect(await said(verb, "3")).toContain(verb === "diff" ? "letter by letter" : "async () => 2");
  });

  it("diff shows what the code says otherwise, and no formatting", async () => {
    write("02-two", "export const answer =\n    async ( ) => 3\n");
    const output = await said("diff", "2", "--spoil");
    expect(output).toContain("-export const answer = async () => 3;\n+export const answer = async () => 2;\n");
    write("02-two", "export const answer = async ( ) =>   2");
    expect(await said("diff", "2")).toContain(
      "lessons/02-two/exercise.ts is the reference solution, letter by letter.",
    );
    write("02-two", "export const = =");
    expect(await said("diff", "2")).toContain("-export const = =\n");
  });

  it("reset puts the starter back, restore what was there, and neither loses a text", async () => {
    write("02-two", MINE);
    expect(await said("reset", "2")).toMatch(
      /^The starter is back in lessons\/02-two\/exercise\.ts\.\n {2}What was there: \.kata\/aside\/02-two\/[-T\d]+\.ts\n {2}To bring it back: npm run kata -- restore 2\n$/,
    );
    expect(text("02-two")).toBe(STARTER);
    expect(await said("reset", "2")).toBe("lessons/02-two/exercise.ts was like this already.\n");
    write("02-two", "another\n");
    await said("restore", "2");
    expect(text("02-two")).toBe(MINE);
    await said("restore", "2");
    expect(text("02-two")).toBe("another\n");
    expect(refused(await kata.verb("restore", "2", "9"))).toContain(
      'There is no kept version "9" of lesson 2: there are 3',
    );
    expect(refused(await kata.verb("restore", "3"))).toContain("Nothing was kept of lesson 3 yet");
  });

  it("reset --all resets every lesson, and no word belongs to it", async () => {
    for (const name of names) write(name, MINE);
    await said("reset", "--all");
    expect(names.map(text)).toEqual([STARTER, STARTER, STARTER]);
    expect(refused(await kata.verb("reset", "2", "--all"))).toContain("--all means every lesson");
  });

  it("catch-up solves what is before a lesson, leaves alone what is solved, and keeps the rest", async () => {
    write("01-one", `${GREEN}// my own\n`);
    await said("run", "1");
    write("02-two", MINE);
    expect(await said("catch-up", "3")).toContain(
      "1 lesson that you have solved stayed as you wrote it.\nnpm start opens lesson 3 now",
    );
    expect([text("01-one"), text("02-two"), text("03-three")]).toEqual([`${GREEN}// my own\n`, GREEN, STARTER]);
    await said("restore", "2");
    expect(text("02-two")).toBe(MINE);
    expect(await said("catch-up", "1")).toBe("npm start opens lesson 1 now: A lesson called 01-one.\n");
  });

  it("a verb without a lesson is about the one that was gone to", async () => {
    await said("go", "3");
    write("03-three", MINE);
    await said("reset");
    expect(text("03-three")).toBe(STARTER);
  });

  it("verify runs every lesson, and ends with 1 until all are green", async () => {
    const first = await kata.verb("verify");
    expect(first.output).toBe(
      "✗ 01-one  1 of 3 specs green\n✗ 02-two  1 of 3 specs green\n✗ 03-three  1 of 3 specs green\n\n0 of 3 lessons are solved.\n",
    );
    expect(first.code).toBe(1);
    for (const name of names) write(name, GREEN);
    expect((await kata.verb("verify")).code).toBe(0);
    expect((await kata.start()).output).toContain("✓ All 3 lessons are solved.");
  });

  it("list runs only what has changed since the last time", async () => {
    write("01-one", GREEN);
    expect(await said("list")).toMatch(/^✓ 01-one +solved\n✗ 02-two +1 of 3 specs green.*\n✗ 03-three/);
    const closed = new OpenKata(root, { watchdogMs: 1 });
    expect((await closed.verb("list")).output).toMatch(/^✓ 01-one +solved\n✗ 02-two/);
    await closed.close();
  });

  it("open says where the exercise is when nobody has named an editor, and when it cannot be started", async () => {
    expect(await said("open", "2")).toContain("Open lessons/02-two/exercise.ts in your editor.");
    const { output } = await kata.verb("help", "open");
    expect(output).toContain(
      "npm run kata -- open [LESSON]\n  the exercise in your editor\n  Its key in npm start: o\n",
    );
  });

  it.each([
    [["reset", "--yess"], "There is no flag --yess"],
    [["go"], "Which lesson?"],
    [["catch-up", "nine"], 'There is no lesson "nine".'],
    [["nextt"], 'There is no verb "nextt": did you mean next?'],
    [["--list"], 'There is no flag "--list"'],
    [["help", "hnt"], 'There is no verb "hnt": did you mean hint?'],
    [["status", "2"], '"2" is one word too many'],
    [["timeline", "2", "--html"], "--html has no file to write to"],
  ])("%j is refused in a sentence", async (words, sentence) => {
    const { code, errors } = await kata.verb(...words);
    expect(errors.replaceAll("\n", " ")).toContain(sentence);
    expect(code).toBe(2);
  });

  it("what cannot be finished keeps no verb from its answer", async () => {
    mkdirSync(join(root, ".kata"), { recursive: true });
    // No file can be made below a file.
    const planned = [{ lesson: "01-one/README.md", text: "never", before: null }];
    writeFileSync(join(root, ".kata/changes.json"), JSON.stringify(planned));
    expect(await kata.verb("status")).toMatchObject({ code: 0, errors: "" });
  });

  it("what a killed reset has begun is finished by whatever comes next", async () => {
    write("02-two", MINE);
    await said("reset", "2");
    const planned = [{ lesson: "02-two", text: "finished\n", before: undefined }];
    const { createHash } = await import("node:crypto");
    const before = createHash("sha256").update(STARTER).digest("hex");
    mkdirSync(join(root, ".kata"), { recursive: true });
    writeFileSync(join(root, ".kata/changes.json"), JSON.stringify(planned.map((one) => ({ ...one, before }))));
    await said("status");
    expect(text("02-two")).toBe("finished\n");
  });
});
