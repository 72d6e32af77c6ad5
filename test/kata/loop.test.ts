// The loop with a runner, a terminal and saves that the test plays: what each key does, and what a save does when.
import { describe, expect, it } from "vitest";
import { plainInk } from "#terminal";
import type { Lesson } from "../../src/kata/lessons.ts";
import { Loop } from "../../src/kata/loop.ts";
import type { Failure, Verdict } from "../../src/kata/verdict.ts";

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

/** A loop in the hands of a test: every run waits for its answer. */
class Play {
  /** What the loop did, in order. */
  readonly done: string[] = [];
  readonly served: Promise<void>;
  /** The runner has no time to be abandoned: the answer is on its way. */
  deaf = false;
  #page: readonly string[] = [];
  #press: ((key: string) => void) | undefined;
  #save: (() => void) | undefined;
  #answer: ((verdict: Verdict | undefined) => void) | undefined;
  #like: ((like: string | undefined) => void) | undefined;
  #think: ((lines: readonly string[]) => void) | undefined;

  constructor() {
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
      onKey: (pressed: (key: string) => void) => void (this.#press = pressed),
      onResize: () => {},
      restore: () => void this.done.push("restore"),
    };
    const watch = (folder: string, changed: () => void) => {
      this.#save = changed;
      return () => void this.done.push(`unwatch ${folder}`);
    };
    const afterthoughts = async () => new Promise<readonly string[]>((resolve) => (this.#think = resolve));
    this.served = new Loop({ lessons, runner, diagnoser, afterthoughts, terminal, ink: plainInk, watch }).serve();
  }

  page(): string {
    return this.#page.join("\n");
  }

  async press(key: string): Promise<void> {
    this.#press?.(key);
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
    expect(loop.page()).toMatch(/h hint · r run again · l lessons · q quit {3}waiting for a save$/);
  });

  it("runs after a save, says when the lesson is green, and waits for n", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("n");
    expect(loop.page()).toContain("The next lesson opens when every spec of this one is green.");
    await loop.save();
    expect(loop.page()).toMatch(/running …$/);
    await loop.answer(green(one));
    expect(loop.page()).toContain("Lesson 1 · 01-one");
    expect(loop.page()).toContain("✓ Every spec is green: this lesson is solved.");
    expect(loop.page()).not.toContain("The next lesson opens");
    await loop.press("n");
    await loop.answer(red(two));
    expect(loop.page()).toContain("Lesson 2 · 02-two");
  });

  it("says so when the last one is solved", async () => {
    const loop = new Play();
    await loop.answer(green(one));
    await loop.answer(green(two));
    expect(loop.page()).toContain("✓ All 2 lessons are solved.");
    expect(loop.done.at(-1)).toBe("unwatch /k/02-two");
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

  it("gives hints on h, forgets them in the next lesson", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("h");
    expect(loop.page()).toContain("This lesson has no hints.");
    await loop.save();
    await loop.answer(green(one));
    await loop.press("n");
    await loop.answer(red(two));
    expect(loop.page()).not.toContain("hints.");
  });

  it("lists the lessons on l, and goes back on l or after a save", async () => {
    const loop = new Play();
    await loop.answer(red(one));
    await loop.press("l");
    expect(loop.page()).toContain("✗ 01-one  1 of 2 specs green  ← you are here\n· 02-two  not run yet");
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
