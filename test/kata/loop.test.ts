// The loop with a runner, a terminal and saves that the test plays: what each key does, and what a save does when.
import { describe, expect, it } from "vitest";
import { plainInk, UsageError } from "#terminal";
import type { Lesson } from "../../src/kata/lessons.ts";
import { type Asking, Loop, type LoopParts } from "../../src/kata/loop.ts";
import type { KeptVerdict } from "../../src/kata/progress.ts";
import type { Failure, Verdict } from "../../src/kata/verdict.ts";
import type { Answer, Request, Verb } from "../../src/kata/verbs/verb.ts";

const lessons = ["01-one", "02-two"].map((name, index): Lesson => ({
  number: index + 1,
  name,
  folder: `/k/${name}`,
  title: name,
}));
const [one, two] = lessons as [Lesson, Lesson];
const failure: Failure = { kind: "thrown", spec: "s", message: "Not written yet." };
const broken: Failure = { kind: "broken-rule", spec: "s", frame: "✗ Twice.\n\n  timeline\n\n  Rule  Once." };
const wrong = (lesson: Lesson): Verdict => ({ lesson, green: 1, total: 2, specs: [], failures: [broken], printed: [] });
const red = (lesson: Lesson): Verdict => ({ lesson, green: 1, total: 2, specs: [], failures: [failure], printed: [] });
const green = (lesson: Lesson): Verdict => ({ lesson, green: 2, total: 2, specs: [], failures: [], printed: [] });

/** Verbs of each kind: one that tells, one that asks to be confirmed, one that asks for text, one that goes, one that refuses. */
const verbOf = (key: string, run: Verb["run"]): Verb => ({
  usage: key,
  does: key,
  for: "learners",
  mostWords: 2,
  key,
  run,
});
const verbs: readonly Verb[] = [
  verbOf("h", async () => ({ lines: Array.from({ length: 40 }, (_, line) => `hint line ${line}`), code: 0 })),
  verbOf("s", async ({ flags }) =>
    flags["spoil"] ? { lines: ["the solution"], code: 0 } : { lines: ["Sure?"], code: 0, confirm: "spoil" },
  ),
  verbOf("p", async ({ words }) => ({
    lines: [words[1] ? `Kept: ${words[1]}` : "How many?"],
    code: 0,
    ask: "Answer: ",
  })),
  verbOf("n", async () => ({ lines: [], code: 0, go: two })),
  verbOf("x", async () => {
    throw new UsageError("No starter.");
  }),
  verbOf("?", async () => ({ lines: ["all keys"], code: 0 })),
];

/** What was kept of an earlier loop. */
interface Kept {
  readonly here?: string;
  readonly chosen?: boolean;
  /** The lessons that are known to be solved. */
  readonly kept?: readonly string[];
}

/** A loop in the hands of a test: every run waits for its answer. */
class Play {
  /** What the loop did, in order. */
  readonly done: string[] = [];
  readonly served: Promise<void>;
  /** The runner has no time to be abandoned: the answer is on its way. */
  deaf = false;
  #page: readonly string[] = [];
  #press: ((key: string, text: string) => void) | undefined;
  #save: (() => void) | undefined;
  #answer: ((verdict: Verdict | undefined) => void) | undefined;
  #like: ((like: string | undefined) => void) | undefined;
  #think: ((lines: readonly string[]) => void) | undefined;

  rows = 24;
  /** What is kept of the way through the course. */
  here: string | undefined;
  readonly kept = new Map<string, KeptVerdict>();

  constructor({ here, chosen = false, kept = [], ...options }: Partial<LoopParts> & Kept = {}) {
    this.here = here;
    for (const name of kept) this.kept.set(name, { code: "", green: 2, total: 2, solved: true });
    const runner = {
      run: async (lesson: Lesson) => {
        this.done.push(`run ${lesson.name}`);
        return new Promise<Verdict | undefined>((resolve) => (this.#answer = resolve));
      },
      abandon: () => {
        this.done.push("abandon");
        if (!this.deaf) this.#answer?.(undefined);
      },
      refresh: async () => void this.done.push("refresh"),
    };
    const diagnoser = {
      diagnose: async ({ lesson }: Verdict) => {
        this.done.push(`diagnose ${lesson.name}`);
        return new Promise<string | undefined>((resolve) => (this.#like = resolve));
      },
      cancel: () => {
        this.done.push("cancel");
        if (!this.deaf) this.#like?.(undefined);
      },
    };
    const terminal = {
      paint: (lines: readonly string[]) => void (this.#page = lines),
      size: () => ({ columns: 80, rows: this.rows }),
      onKey: (pressed: (key: string, text: string) => void) => void (this.#press = pressed),
      onResize: () => {},
      restore: () => void this.done.push("restore"),
    };
    const watch = (folder: string, changed: () => void) => {
      this.#save = changed;
      return () => void this.done.push(`unwatch ${folder}`);
    };
    const progress = {
      read: () => ({ lessons: {}, ...(this.here === undefined ? {} : { here: this.here, chosen }) }),
      of: () => ({}),
      verdictOf: ({ name }: Lesson) => this.kept.get(name),
      note: ({ lesson, green: count, total, failures }: Verdict) =>
        void this.kept.set(lesson.name, { code: "", green: count, total, solved: failures.length === 0 }),
      goTo: ({ name }: Lesson) => void (this.here = name),
    };
    const ask: Asking = async (verb, lesson, { words = [], flags = {} } = {}) => {
      this.done.push(["ask", verb.key, lesson?.name, ...words, ...Object.keys(flags)].join(" "));
      return verb.run({ lessons, here: lesson, words, flags } as unknown as Request);
    };
    const parts = {
      lessons,
      runner,
      diagnoser,
      terminal,
      ink: plainInk,
      watch,
      progress,
      verbs,
      ask,
      otherAnswers: () => ["steps.ts"],
    };
    const afterthoughts = async () => new Promise<readonly string[]>((resolve) => (this.#think = resolve));
    this.served = new Loop({ ...parts, afterthoughts, ...options }).serve();
  }

  page(): string {
    return this.#page.join("\n");
  }

  async press(key: string, text: string = key): Promise<void> {
    this.#press?.(key, text);
    await turn();
  }

  async save(): Promise<void> {
    this.#save?.();
    await turn();
  }

  async answer(verdict: Verdict): Promise<void> {
    this.#answer?.(verdict);
    await turn();
  }

  async think(...lines: readonly string[]): Promise<void> {
    this.#think?.(lines);
    await turn();
  }

  async like(like: string | undefined): Promise<void> {
    this.#like?.(like);
    await turn();
  }
}

/** Lets everything run that was started: the loop does nothing but wait for promises. */
async function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("the loop", () => {
  it("passes over solved lessons at the start and stops at the first that is not", async () => {
    const loop = new Play();
    expect(loop.page()).toContain("Running its specs …");
    await loop.answer(green(one));
    await loop.answer(red(two));
    expect(loop.done.filter((each) => each.startsWith("run"))).toEqual(["run 01-one", "run 02-two"]);
    expect(loop.page()).toContain("Lesson 2 · 02-two");
    expect(loop.page()).toContain("✗ Not written yet.");
    expect(loop.page()).toMatch(/h hint · .* · \? all keys · q quit\s+waiting for a save$/);
  });

  it("runs after a save, says when the lesson is green, and goes on at n", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.save();
    expect(loop.page()).toMatch(/running …$/);
    await loop.answer(green(one));
    expect(loop.page()).toContain("Lesson 1 · 01-one");
    expect(loop.page()).toContain("✓ Every spec is green: this lesson is solved.");
    expect(loop.page()).toContain("  solutions/01-one has other right answers: steps.ts.");
    await loop.press("n");
    await loop.answer(red(two));
    expect(loop.page()).toContain("Lesson 2 · 02-two   ✓ [✗]");
  });

  it("locks nothing: n goes on although a spec is red", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("n");
    expect(loop.page()).toContain("Lesson 2 · 02-two");
    expect(loop.done.slice(-2)).toEqual(["cancel", "run 02-two"]);
  });

  it("says so when the last one is solved, and a lesson can be entered from there", async () => {
    const loop = new Play();
    await loop.answer(green(one));
    await loop.answer(green(two));
    expect(loop.page()).toContain("✓ All 2 lessons are solved.");
    expect(loop.done.at(-1)).toBe("unwatch /k/02-two");
    await loop.press("h");
    expect(loop.page()).toContain("Choose a lesson first: l");
    await loop.press("l");
    await loop.press("2");
    expect(loop.page()).toContain("▸ ✓ 02-two");
    await loop.press("return");
    expect(loop.page()).toContain("Lesson 2 · 02-two");
  });

  it("opens the lesson that somebody has asked for, solved or not, and the one that is named before that", async () => {
    const asked = new Play({ here: "02-two", chosen: true, kept: ["02-two"] });
    expect(asked.done.filter((each) => each.startsWith("run"))).toEqual(["run 02-two"]);
    const named = new Play({ here: "02-two", chosen: true, first: one });
    expect(named.done.filter((each) => each.startsWith("run"))).toEqual(["run 01-one"]);
  });

  it("goes on where somebody was, and behind it when that is solved, without running it again", () => {
    const runs = (loop: Play) => loop.done.filter((each) => each.startsWith("run"));
    expect(runs(new Play({ here: "02-two" }))).toEqual(["run 02-two"]);
    expect(runs(new Play({ here: "01-one", kept: ["01-one"] }))).toEqual(["run 02-two"]);
    expect(runs(new Play({ here: "02-two", kept: ["02-two"] }))).toEqual(["run 01-one"]);
    expect(runs(new Play({ kept: ["01-one"] }))).toEqual(["run 02-two"]);
  });

  it("stays at a lesson that turns green, and is there still when it is broken again", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.save();
    await loop.answer(green(one));
    expect(loop.here).toBe("01-one");
  });

  it("throws an answer away that comes when somebody has gone on", async () => {
    let tell = (_answer: Answer): void => {};
    const slow = verbOf("t", () => new Promise<Answer>((resolve) => (tell = resolve)));
    const loop = new Play({ verbs: [slow, ...verbs] });
    await loop.answer(red(one));
    await loop.press("t");
    expect(loop.page()).toContain("✗ Not written yet.\n\nOne moment …");
    await loop.press("n");
    tell({ lines: ["a run of lesson 1"], code: 0 });
    await loop.answer(red(two));
    expect(loop.page()).toContain("Lesson 2 · 02-two");
    expect(loop.page()).not.toContain("a run of lesson 1");
  });

  it("shows what the system refuses, and stays open", async () => {
    const refused = async () => {
      throw Object.assign(new Error("EPERM"), { code: "EPERM", syscall: "mkdir", path: "/k/.kata" });
    };
    const loop = new Play({ verbs: [verbOf("x", refused)] });
    await loop.answer(red(one));
    await loop.press("x");
    expect(loop.page()).toContain("The system refused it (EPERM at /k/.kata). Nothing is lost.");
    await loop.press("escape");
    expect(loop.page()).toContain("✗ Not written yet.");
  });

  it("ends a run whose file was saved again, and shows the verdict on the newest file only", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.save();
    await loop.save();
    expect(loop.done.filter((each) => !/cancel|diagnose/.test(each)).slice(-3)).toEqual([
      "run 01-one",
      "abandon",
      "run 01-one",
    ]);
    expect(loop.page()).toMatch(/running …$/);
    await loop.answer(green(one));
    expect(loop.page()).toContain("2 of 2 specs green");
  });

  it("does not believe a verdict that arrives after the next save", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    loop.deaf = true;
    await loop.save();
    await loop.save();
    await loop.answer(green(one));
    expect(loop.page()).toContain("1 of 2 specs green");
    expect(loop.done.at(-1)).toBe("run 01-one");
    await loop.answer(red(one));
    expect(loop.page()).toMatch(/waiting for a save$/);
  });

  it("shows an answer below the verdict's line, scrolls it, and goes back to the verdict", async () => {
    const loop = new Play();
    await loop.answer(wrong(one));
    await loop.press("h");
    expect(loop.page()).toContain("✗ Twice.\n\nhint line 0\n");
    expect(loop.page()).toContain("↑↓ lines 1 to 18 of 40");
    expect(loop.page().split("\n").length).toBeLessThan(24);
    await loop.press("space");
    await loop.press("down");
    expect(loop.page()).toContain("✗ Twice.\n\nhint line 19\n");
    for (let times = 0; times < 9; times += 1) await loop.press("pagedown");
    expect(loop.page()).toContain("hint line 39\n↑↓ lines 23 to 40 of 40");
    await loop.press("escape");
    expect(loop.page()).toContain("Rule  Once.");
    expect(loop.page()).not.toContain("hint line");
  });

  it("closes an answer after a save", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("h");
    await loop.save();
    await loop.answer(red(one));
    expect(loop.page()).toContain("✗ Not written yet.");
    expect(loop.page()).not.toContain("hint line");
  });

  it("asks before it gives away, and takes the same key for yes; another key in between asks again", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("s");
    expect(loop.page()).toContain("Sure?");
    await loop.press("h");
    await loop.press("s");
    expect(loop.page()).toContain("Sure?");
    await loop.press("s");
    expect(loop.page()).toContain("the solution");
    expect(loop.done.at(-1)).toBe("ask s 01-one spoil");
  });

  it("takes a line of text: letters are no keys then, and control characters are no letters", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("p");
    for (const letter of ["q", "2", "x"]) await loop.press(letter);
    await loop.press("backspace", "\b");
    await loop.press("f5", "\u001b[15~");
    await loop.press("space", " ");
    await loop.press("l");
    expect(loop.page()).toContain("How many?\n\nAnswer: q2[15~ l_\nEnter keeps it");
    await loop.press("return", "\r");
    expect(loop.page()).toContain("Kept: q2[15~ l");
    await loop.press("p");
    await loop.press("escape");
    expect(loop.page()).toContain("✗ Not written yet.");
  });

  it("shows what a verb refuses", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("x");
    expect(loop.page()).toContain("No starter.");
  });

  it("goes on where nothing can be written", async () => {
    const full = () => {
      throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    };
    const nothing = { read: () => ({ lessons: {} }), of: () => ({}), verdictOf: () => undefined };
    const loop = new Play({ progress: { ...nothing, note: full, goTo: full } });
    await loop.answer(red(one));
    expect(loop.page()).toContain("✗ Not written yet.");
    expect(loop.page()).toContain("Progress cannot be kept (ENOSPC): type npm run kata -- doctor.");
  });

  it("lists the lessons on l, and goes back on l or after a save", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("l");
    expect(loop.page()).toContain("▸ ✗ 01-one  1 of 2 specs green  ← you are here\n  · 02-two  not run yet");
    await loop.press("l");
    expect(loop.page()).toContain("Not written yet.");
    await loop.press("l");
    await loop.save();
    expect(loop.page()).toContain("Not written yet.");
  });

  it("reads everything anew on r, and watches the folder anew", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("r");
    expect(loop.done.slice(-5)).toEqual(["cancel", "refresh", "unwatch /k/01-one", "cancel", "run 01-one"]);
  });

  it("gives the terminal back on q, even during a run", async () => {
    const loop = new Play();
    await loop.press("q");
    await loop.served;
    expect(loop.done.slice(-3)).toEqual(["cancel", "unwatch /k/01-one", "restore"]);
  });
});

describe("what else is to be said", () => {
  it("is added below when it is known, and the verdict does not wait for it", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.save();
    await loop.answer(green(one));
    expect(loop.page()).toContain("✓ Every spec is green");
    await loop.think("TypeScript finds an error.");
    expect(loop.page()).toMatch(/✓ Every spec is green[\s\S]*\n\nTypeScript finds an error\.\n/);
  });

  it("is forgotten with a new save", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.save();
    await loop.answer(green(one));
    await loop.save();
    await loop.think("TypeScript finds an error.");
    await loop.answer(green(one));
    expect(loop.page()).not.toContain("TypeScript");
  });
});

describe("what an exercise looks like", () => {
  it("is added to the verdict when it is known, and the verdict does not wait for it", async () => {
    const loop = new Play();
    await loop.answer(wrong(one));
    expect(loop.page()).toContain("Rule  Once.\n\nh hint");
    expect(loop.page()).toMatch(/waiting for a save$/);
    await loop.like("Saves too early. (5 of 5 outcomes alike)");
    expect(loop.page()).toContain("Rule  Once.\n  Like  Saves too early. (5 of 5 outcomes alike)\n");
    await loop.press("h");
    await loop.press("escape");
    expect(loop.page()).toContain("Like  Saves too early.");
  });

  it("is not said when nothing fits", async () => {
    const loop = new Play();
    await loop.answer(wrong(one));
    await loop.like(undefined);
    expect(loop.page()).not.toContain("Like");
  });

  it.each(["h", "l", "r"])("is not waited for any more after the key %s", async (key) => {
    const loop = new Play();
    await loop.answer(wrong(one));
    await loop.press(key);
    expect(loop.done.slice(loop.done.indexOf("diagnose 01-one"))).toContain("cancel");
    await loop.like("Saves too early.");
    expect(loop.page()).not.toContain("Like");
  });

  it("is forgotten with a new save, even when it is on its way already", async () => {
    const loop = new Play();
    await loop.answer(wrong(one));
    loop.deaf = true;
    await loop.save();
    expect(loop.done.slice(-3)).toEqual(["diagnose 01-one", "cancel", "run 01-one"]);
    await loop.answer(green(one));
    await loop.like("Saves too early.");
    expect(loop.page()).not.toContain("Like");
    expect(loop.page()).toContain("✓ Every spec is green");
  });
});
