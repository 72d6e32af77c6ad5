// The learner's loop in a terminal: one lesson, one page, one key per verb, a verdict after each save.
import { type Ink, PAGE_WIDTH } from "#terminal";
import { hintLines, parseHints } from "./hints.ts";
import type { Diagnoser } from "./diagnosis.ts";
import type { LessonRunner } from "./lesson-runner.ts";
import { readmeOf, type Lesson } from "./lessons.ts";
import { allSolvedPage, headerLines, listPage, verdictPage } from "./page.ts";
import type { Terminal } from "./terminal.ts";
import { isSolved, withLikeness, type Verdict } from "./verdict.ts";

export interface LoopParts {
  readonly lessons: readonly Lesson[];
  readonly runner: Pick<LessonRunner, "run" | "abandon" | "refresh">;
  readonly diagnoser: Pick<Diagnoser, "diagnose" | "cancel">;
  /** What is to be said of a verdict when it is on the screen. */
  readonly afterthoughts?: (verdict: Verdict, signal: AbortSignal) => Promise<readonly string[]>;
  readonly terminal: Terminal;
  readonly ink: Ink;
  /** Calls back after each save in a folder, until the returned function is called. */
  readonly watch: (folder: string, changed: () => void) => () => void;
}

export class Loop {
  readonly #parts: LoopParts;
  readonly #verdicts = new Map<Lesson, Verdict>();
  /** The lesson at hand; undefined when all are solved. */
  #lesson: Lesson | undefined;
  #view: "verdict" | "list" = "verdict";
  #hintsAsked = 0;
  #note = "";
  #running = false;
  #thinking = new AbortController();
  /** A save or a key asked for a run while one was going on. */
  #again = false;
  #unwatch = (): void => {};
  #quit = (): void => {};

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  /**
   * Shows the first unsolved lesson and serves until the learner quits.
   * @throws when vitest cannot be started
   */
  async serve(): Promise<void> {
    const { terminal } = this.#parts;
    return new Promise<void>((resolve, reject) => {
      const attempt = (work: Promise<void>): void => void work.catch(reject);
      this.#quit = resolve;
      terminal.onResize(() => this.#paint());
      terminal.onKey((key) => attempt(this.#press(key, attempt)));
      attempt(this.#toNextUnsolved(attempt));
    }).finally(() => {
      this.#parts.diagnoser.cancel();
      this.#thinking.abort();
      this.#unwatch();
      terminal.restore();
    });
  }

  async #press(key: string, attempt: (work: Promise<void>) => void): Promise<void> {
    if (key === "q") return this.#quit();
    // Whoever presses a key looks at something by now; the page must not change under their eyes.
    this.#parts.diagnoser.cancel();
    this.#note = "";
    const wasList = this.#view === "list";
    this.#view = key === "l" && !wasList ? "list" : "verdict";
    if (key === "h" && this.#lesson) this.#hintsAsked++;
    if (key === "r" && this.#lesson) {
      await this.#parts.runner.refresh();
      // The folder may be another one by now (git checkout, unpacked anew), and the watch may watch the old one.
      this.#enter(this.#lesson, attempt);
      return this.#check();
    }
    if (key === "n" && !this.#running) {
      const verdict = this.#lesson && this.#verdicts.get(this.#lesson);
      if (verdict && isSolved(verdict)) return this.#toNextUnsolved(attempt);
      if (verdict) this.#note = "The next lesson opens when every spec of this one is green.";
    }
    return this.#paint();
  }

  async #toNextUnsolved(attempt: (work: Promise<void>) => void): Promise<void> {
    for (const lesson of this.#parts.lessons) {
      const known = this.#verdicts.get(lesson);
      if (known && isSolved(known)) continue;
      this.#hintsAsked = 0;
      this.#enter(lesson, attempt);
      await this.#check();
      const verdict = this.#verdicts.get(lesson);
      if (!verdict || !isSolved(verdict)) return;
    }
    this.#unwatch();
    this.#lesson = undefined;
    this.#paint();
  }

  #enter(lesson: Lesson, attempt: (work: Promise<void>) => void): void {
    this.#unwatch();
    this.#lesson = lesson;
    this.#unwatch = this.#parts.watch(lesson.folder, () => {
      this.#view = "verdict";
      attempt(this.#check());
    });
  }

  /** Runs the lesson at hand. A second call during a run ends that run: its answer is about an old file. */
  async #check(): Promise<void> {
    this.#parts.diagnoser.cancel();
    this.#thinking.abort();
    this.#again = true;
    this.#note = "";
    if (this.#running) return this.#parts.runner.abandon();
    this.#running = true;
    try {
      while (this.#again && this.#lesson) {
        this.#again = false;
        this.#paint();
        const verdict = await this.#parts.runner.run(this.#lesson);
        if (verdict && !this.#again) this.#verdicts.set(this.#lesson, verdict);
      }
    } finally {
      this.#running = false;
    }
    this.#paint();
    const verdict = this.#lesson && this.#verdicts.get(this.#lesson);
    if (verdict) void this.#addLikeness(verdict);
    if (verdict) void this.#addAfterthoughts(verdict);
  }

  /** Below what was said already, so that nothing moves under anybody's eyes. */
  async #addAfterthoughts(verdict: Verdict): Promise<void> {
    const { signal } = (this.#thinking = new AbortController());
    const afterthoughts = (await this.#parts.afterthoughts?.(verdict, signal)) ?? [];
    if (afterthoughts.length === 0 || signal.aborted || this.#verdicts.get(verdict.lesson) !== verdict) return;
    this.#verdicts.set(verdict.lesson, { ...verdict, afterthoughts });
    this.#paint();
  }

  /** The verdict is on the screen; what it looks like comes when it is known. */
  async #addLikeness(verdict: Verdict): Promise<void> {
    const like = await this.#parts.diagnoser.diagnose(verdict);
    if (like === undefined || this.#verdicts.get(verdict.lesson) !== verdict) return;
    this.#verdicts.set(verdict.lesson, withLikeness(verdict, like));
    this.#paint();
  }

  #paint(): void {
    const { terminal, ink } = this.#parts;
    const verdict = this.#lesson && this.#verdicts.get(this.#lesson);
    terminal.paint([...this.#body(verdict), "", ...(this.#note ? [this.#note] : []), ink.faint(this.#keys(verdict))]);
  }

  #body(verdict: Verdict | undefined): string[] {
    const { lessons, ink } = this.#parts;
    if (this.#view === "list") return listPage(lessons, (lesson) => this.#verdicts.get(lesson), this.#lesson, ink);
    if (!this.#lesson) return allSolvedPage(lessons, ink);
    if (!verdict) return [...headerLines(this.#lesson, ink), "", "Running its specs …"];
    if (isSolved(verdict)) return verdictPage(verdict, { ink });
    const hints = hintLines(parseHints(readmeOf(this.#lesson)), this.#hintsAsked, PAGE_WIDTH);
    return [...verdictPage(verdict, { ink }), ...(hints.length > 0 ? ["", ...hints] : [])];
  }

  #keys(verdict: Verdict | undefined): string {
    if (this.#view === "list") return "l back · q quit";
    if (!this.#lesson) return "l lessons · q quit";
    const state = this.#running ? "running …" : "waiting for a save";
    const verb = verdict && isSolved(verdict) ? "n next lesson" : "h hint";
    return `${verb} · r run again · l lessons · q quit   ${state}`;
  }
}
