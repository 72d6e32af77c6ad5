// The learner's loop in a terminal: one lesson, its verdict after each save, and a view over it at a key.
import { type Ink, UsageError } from "#terminal";
import type { Diagnoser } from "./diagnosis.ts";
import type { LessonRunner } from "./lesson-runner.ts";
import type { Lesson } from "./lessons.ts";
import { type LoopState, loopScreen, type View } from "./loop-screen.ts";
import type { ProgressFile } from "./progress.ts";
import { layOut } from "./screen.ts";
import { sentenceOfSystem } from "./system-errors.ts";
import type { Terminal } from "./terminal.ts";
import { isSolved, withLikeness, type Verdict } from "./verdict.ts";
import type { Answer, Verb } from "./verbs/verb.ts";

/** Asks a verb, about the lesson on the screen. */
export type Asking = (
  verb: Verb,
  here: Lesson | undefined,
  said?: { readonly words?: readonly string[]; readonly flags?: Readonly<Record<string, boolean>> },
) => Promise<Answer>;

export interface LoopParts {
  readonly lessons: readonly Lesson[];
  readonly runner: Pick<LessonRunner, "run" | "abandon" | "refresh">;
  readonly diagnoser: Pick<Diagnoser, "diagnose" | "cancel">;
  /** What is to be said of a verdict when it is on the screen. */
  readonly afterthoughts?: (verdict: Verdict, signal: AbortSignal) => Promise<readonly string[]>;
  readonly terminal: Terminal;
  readonly ink: Ink;
  readonly progress: Pick<ProgressFile, "read" | "of" | "verdictOf" | "note" | "goTo">;
  /** The verbs that have a key. */
  readonly verbs: readonly Verb[];
  readonly ask: Asking;
  /** The right answers of another shape that one may look at when a lesson is green. */
  readonly otherAnswers: (lesson: Lesson) => readonly string[];
  /** The lesson that was asked for by name; the one that is at hand when left out. */
  readonly first?: Lesson | undefined;
  /** Said once, below the first page. */
  readonly note?: string | undefined;
  /** Calls back after each save in a folder, until the returned function is called. */
  readonly watch: (folder: string, changed: () => void) => () => void;
}

const ENTER = ["return", "enter"];

export class Loop {
  readonly #parts: LoopParts;
  readonly #verdicts = new Map<Lesson, Verdict>();
  /** The lesson at hand; undefined when all are solved and none was chosen. */
  #lesson: Lesson | undefined;
  #view: View | undefined;
  /** The first line of the body that is shown. */
  #from = 0;
  #room = 1;
  #note = "";
  #running = false;
  /** Counts what is pressed: an answer that comes after the next key is not wanted any more. */
  #pressed = 0;
  #thinking = new AbortController();
  /** A save or a key asked for a run while one was going on. */
  #again = false;
  #unwatch = (): void => {};
  #quit = (): void => {};
  #attempt = (_work: Promise<void>): void => {};

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#note = parts.note ?? "";
  }

  /**
   * Shows a lesson and serves until the learner quits.
   * @throws when vitest cannot be started
   */
  async serve(): Promise<void> {
    const { terminal } = this.#parts;
    return new Promise<void>((resolve, reject) => {
      this.#attempt = (work) => void work.catch(reject);
      this.#quit = resolve;
      terminal.onResize(() => this.#paint());
      terminal.onKey((key, text) => this.#attempt(this.#press(key, text)));
      this.#attempt(this.#begin());
    }).finally(() => {
      this.#parts.diagnoser.cancel();
      this.#thinking.abort();
      this.#unwatch();
      terminal.restore();
    });
  }

  /** Opens the lesson that was asked for or gone to; else the first that is not solved. */
  async #begin(): Promise<void> {
    const { lessons, progress, first } = this.#parts;
    const { here, chosen } = progress.read();
    const last = lessons.find(({ name }) => name === here);
    const asked = first ?? (chosen ? last : undefined);
    if (asked) return this.#enter(asked);
    const from = last ? lessons.indexOf(last) : 0;
    for (const lesson of [...lessons.slice(from), ...lessons.slice(0, from)]) {
      if (progress.verdictOf(lesson)?.solved) continue;
      await this.#enter(lesson);
      const verdict = this.#verdicts.get(lesson);
      if (!verdict || !isSolved(verdict)) return;
    }
    this.#leave();
    this.#paint();
  }

  async #press(key: string, text: string): Promise<void> {
    if (key === "ctrl-c") return this.#quit();
    this.#pressed += 1;
    // Whoever presses a key looks at something by now; the page must not change under their eyes.
    this.#parts.diagnoser.cancel();
    if (this.#view?.kind === "answer" && this.#view.typed !== undefined) return this.#type(this.#view, key, text);
    if (key === "q") return this.#quit();
    this.#note = "";
    if (this.#scrolls(key)) return this.#paint();
    if (this.#view?.kind === "list") return this.#choose(this.#view.selected, key);
    if (key === "l")
      return this.#show({ kind: "list", selected: Math.max(0, this.#parts.lessons.indexOf(this.#lesson as Lesson)) });
    if (key === "escape" || ENTER.includes(key)) return this.#show(undefined);
    if (key === "r" && this.#lesson) {
      await this.#parts.runner.refresh();
      // The folder may be another one by now (git checkout, unpacked anew), and the watch may watch the old one.
      return this.#enter(this.#lesson);
    }
    const verb = this.#parts.verbs.find((one) => one.key === key);
    return verb ? this.#answer(verb) : this.#show(undefined);
  }

  /** Lets a verb answer, in a view; the same key again confirms what it asked. */
  async #answer(verb: Verb, words: readonly string[] = []): Promise<void> {
    if (!this.#lesson && verb.key !== "?") {
      this.#note = "Choose a lesson first: l";
      return this.#show(undefined);
    }
    const asked = this.#view?.kind === "answer" && this.#view.verb === verb ? this.#view.answer.confirm : undefined;
    const flags = asked === undefined ? {} : { [asked]: true };
    const [pressed, lesson] = [this.#pressed, this.#lesson];
    this.#show({ kind: "answer", verb, answer: { lines: ["One moment …"], code: 0 } });
    const answer = await this.#askFor(verb, { words, flags });
    // Somebody has gone on, or a save has brought another verdict.
    if (this.#pressed !== pressed || this.#lesson !== lesson || this.#view === undefined) return;
    if (answer.go) return this.#enter(answer.go);
    const asks = answer.ask !== undefined && words.length === 0;
    this.#show({ kind: "answer", verb, answer, ...(asks && { typed: "" }) });
  }

  /** What a verb refuses is an answer, too. */
  async #askFor(verb: Verb, said: Parameters<Asking>[2]): Promise<Answer> {
    try {
      return await this.#parts.ask(verb, this.#lesson, said);
    } catch (error) {
      if (error instanceof UsageError) return { lines: [error.message, ...error.choice], code: 0 };
      const sentence = sentenceOfSystem(error);
      if (sentence === undefined) throw error;
      return { lines: [sentence], code: 0 };
    }
  }

  /** A line of text is typed below a view. */
  async #type(view: View & { readonly kind: "answer" }, key: string, text: string): Promise<void> {
    const typed = view.typed ?? "";
    if (key === "escape" || (ENTER.includes(key) && typed.trim() === "")) return this.#show(undefined);
    if (ENTER.includes(key)) return this.#answer(view.verb, [String(this.#lesson?.number), typed]);
    if (this.#scrolls(key)) return this.#paint();
    const now = key === "backspace" ? Array.from(typed).slice(0, -1).join("") : typed + printable(text);
    this.#view = { ...view, typed: now };
    this.#paint();
  }

  async #choose(selected: number, key: string): Promise<void> {
    const { lessons } = this.#parts;
    const last = lessons.length - 1;
    if (key === "l" || key === "escape") return this.#show(undefined);
    if (ENTER.includes(key)) return this.#enter(lessons[selected] as Lesson);
    const digit = /^[1-9]$/.test(key) ? lessons.findIndex(({ number }) => number === Number(key)) : -1;
    const next = key === "up" ? selected - 1 : key === "down" ? selected + 1 : digit === -1 ? selected : digit;
    this.#view = { kind: "list", selected: Math.max(0, Math.min(last, next)) };
    this.#paint();
  }

  /** Whether the key has moved the page. */
  #scrolls(key: string): boolean {
    if (this.#view?.kind === "list") return false;
    const step = { up: -1, down: 1, pageup: -this.#room, pagedown: this.#room, space: this.#room }[key];
    if (step === undefined || (key === "space" && this.#view?.kind === "answer" && this.#view.typed !== undefined))
      return false;
    this.#from = Math.max(0, this.#from + step);
    return true;
  }

  #show(view: View | undefined): void {
    this.#view = view;
    this.#from = 0;
    this.#paint();
  }

  /** Goes to a lesson, watches it, and runs its specs. */
  async #enter(lesson: Lesson): Promise<void> {
    this.#leave();
    this.#lesson = lesson;
    this.#unwatch = this.#parts.watch(lesson.folder, () => this.#attempt(this.#check()));
    this.#keep(() => this.#parts.progress.goTo(lesson));
    await this.#check();
  }

  #leave(): void {
    this.#unwatch();
    this.#unwatch = () => {};
    this.#lesson = undefined;
    this.#view = undefined;
    this.#from = 0;
  }

  /** Runs the lesson at hand. A second call during a run ends that run: its answer is about an old file. */
  async #check(): Promise<void> {
    this.#parts.diagnoser.cancel();
    this.#thinking.abort();
    this.#again = true;
    this.#view = undefined;
    this.#from = 0;
    if (this.#running) return this.#parts.runner.abandon();
    this.#running = true;
    try {
      while (this.#again && this.#lesson) {
        this.#again = false;
        this.#paint();
        const lesson = this.#lesson;
        const verdict = await this.#parts.runner.run(lesson);
        if (verdict && !this.#again) this.#take(lesson, verdict);
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

  #take(lesson: Lesson, verdict: Verdict): void {
    this.#verdicts.set(lesson, verdict);
    this.#keep(() => this.#parts.progress.note(verdict));
  }

  /** The loop goes on where nothing can be written. */
  #keep(work: () => void): void {
    try {
      work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.#note = `Progress cannot be kept (${code ?? String(error)}): type npm run kata -- doctor.`;
    }
  }

  /** The verdict is on the screen; what it looks like comes when it is known. */
  async #addLikeness(verdict: Verdict): Promise<void> {
    const like = await this.#parts.diagnoser.diagnose(verdict);
    if (like === undefined || this.#verdicts.get(verdict.lesson) !== verdict) return;
    this.#verdicts.set(verdict.lesson, withLikeness(verdict, like));
    this.#paint();
  }

  #paint(): void {
    const { terminal } = this.#parts;
    const { lines, from, room } = layOut(loopScreen(this.#state()), terminal.size(), this.#from);
    this.#from = from;
    this.#room = room;
    terminal.paint(lines);
  }

  #state(): LoopState {
    const { lessons, progress, otherAnswers, terminal, ink } = this.#parts;
    const lesson = this.#lesson;
    return {
      lessons,
      lesson,
      verdict: lesson && this.#verdicts.get(lesson),
      view: this.#view,
      running: this.#running,
      note: this.#note,
      stateOf: (one) => progress.verdictOf(one),
      prediction: lesson && progress.of(lesson).prediction,
      otherAnswers: lesson ? otherAnswers(lesson) : [],
      size: terminal.size(),
      ink,
    };
  }
}

/** What a key has typed: nothing that moves or colours. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, "");
