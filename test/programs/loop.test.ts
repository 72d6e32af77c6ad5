// npm start in a real terminal: keys in, screens out, over a small course. `script` gives a process a terminal of its own.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { lessonFiles, makeRepository, removeRepository } from "../kata/fixture-repository.ts";

const repository = join(import.meta.dirname, "../..");
const hasScript = spawnSync("script", ["-qc", "true", "/dev/null"]).status === 0;
const CLEAR = "\u001b[H\u001b[2J";
const STARTER = 'export async function answer(): Promise<number> {\n  throw new Error("Not written yet.");\n}\n';
const GREEN = "export const answer = async () => 2;\n";
const README = `# One

## Predict

How many?

## When it is green

You know it now.

<details><summary>Hint 1: a question</summary>

${"What is two? ".repeat(120)}

</details>
`;

let root = "";
beforeAll(() => {
  root = makeRepository({
    ...lessonFiles("01-one", STARTER),
    ...lessonFiles("02-two", STARTER),
    "lessons/01-one/README.md": README,
    "src/catalogue/starters/01-one.ts": STARTER,
    "solutions/01-one/exercise.ts": GREEN,
  });
});
afterAll(() => removeRepository(root));

/** A first verdict takes 1.5 s, on a busy machine more. */
const PATIENCE_MS = 50_000;

const open: InTerminal[] = [];
afterEach(() => open.splice(0).forEach((terminal) => terminal.end()));

/** A program in a terminal of so many columns and rows. */
class InTerminal {
  readonly ended: Promise<number | null>;
  readonly #child;
  #written = "";
  #heard = (): void => {};

  constructor(columns: number, rows: number) {
    const program = `${process.execPath} --import tsx ${join(repository, "src/kata/main.ts")}`;
    const command = `stty cols ${columns} rows ${rows}; exec ${program}`;
    const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV|FORCE_|CI$)/.test(name));
    const env = { ...Object.fromEntries(kept), NO_COLOR: "1", TERM: "xterm", KATA_WATCHDOG_MS: "20000" };
    this.#child = spawn("script", ["-qec", command, "/dev/null"], { cwd: root, env, stdio: "pipe" });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#written += text;
      this.#heard();
    });
    open.push(this);
    this.ended = new Promise((resolve) => this.#child.once("close", resolve));
  }

  /** What is to be seen now, without the empty lines below. */
  get screen(): string {
    return (this.#written.split(CLEAR).at(-1) ?? "").replaceAll("\r", "").trimEnd();
  }

  press(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** The first screen that has a text. Fails, with what is to be seen instead, when none comes. */
  async until(text: string): Promise<string> {
    const late = setTimeout(() => this.end(), PATIENCE_MS);
    const over = this.ended.then(() => "over" as const);
    while (!this.screen.includes(text)) {
      const heard = new Promise<undefined>((resolve) => (this.#heard = () => resolve(undefined)));
      if ((await Promise.race([heard, over])) === "over") break;
    }
    clearTimeout(late);
    if (!this.screen.includes(text)) throw new Error(`${text} is not to be seen in:\n${this.screen}`);
    return this.screen;
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}

it.skipIf(!hasScript)("the loop shows a verdict, a hint, the list, an answer, a save, and ends", async () => {
  const terminal = new InTerminal(80, 24);
  await terminal.until("waiting for a save");
  expect(terminal.screen).toContain("Lesson 1 · One");
  expect(terminal.screen).toContain("✗ Not written yet.");
  terminal.press("h");
  const hint = await terminal.until("↑↓ lines 1 to");
  expect(hint).toContain("Spec 2 ✗ Not written yet.");
  expect(hint.split("\n").length).toBeLessThanOrEqual(24);
  terminal.press("\u001b[B");
  await terminal.until("↑↓ lines 2 to");
  terminal.press("p");
  await terminal.until("Your answer: _");
  terminal.press("twice\r");
  await terminal.until("Kept: twice");
  terminal.press("l");
  await terminal.until("▸ ✗ 01-one");
  terminal.press("2\r");
  await terminal.until("Lesson 2 · A lesson called 02-two");
  await terminal.until("waiting for a save");
  terminal.press("l1\r");
  await terminal.until("Lesson 1 · One");
  await terminal.until("waiting for a save");
  writeFileSync(join(root, "lessons/01-one/exercise.ts"), GREEN);
  const green = await terminal.until("✓ Every spec is green");
  expect(green).toContain("You said before: twice");
  expect(green).toContain("You know it now.");
  terminal.press("x");
  await terminal.until("Press x again to do it.");
  terminal.press("x");
  await terminal.until("✗ Not written yet.");
  expect(readFileSync(join(root, "lessons/01-one/exercise.ts"), "utf8")).toBe(STARTER);
  terminal.press("q");
  expect(await terminal.ended).toBe(0);
});

it.skipIf(!hasScript)(
  "at 40 columns and 12 rows the verdict, the keys and every line of a hint are in reach",
  async () => {
    rmSync(join(root, ".kata"), { recursive: true, force: true });
    const terminal = new InTerminal(40, 12);
    expect(await terminal.until("✗ Not written yet.")).toContain("? all keys · q quit");
    terminal.press("h");
    const hint = await terminal.until("↑↓ lines 1 to");
    expect(hint).toContain("Not written yet.");
    for (const line of hint.split("\n")) expect(line.length).toBeLessThanOrEqual(40);
    expect(hint.split("\n").length).toBeLessThanOrEqual(12);
    terminal.press("\u0003");
    expect(await terminal.ended).toBe(0);
  },
);
