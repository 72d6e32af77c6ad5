// Runs the specs of a lesson in one vitest that stays alive between runs, and ends a run that hangs.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import type { TestRunResult, Vitest } from "vitest/node";
import { whereItHangs, type RunningLine } from "./hang-place.ts";
import { EXERCISE, SPEC, type Lesson } from "./lessons.ts";
import { missingExport } from "./missing-export.ts";
import { readResult, type Printed } from "./read-result.ts";
import { isBelow } from "./paths.ts";
import { placeOf } from "./source-line.ts";
import type { Failure, Verdict } from "./verdict.ts";
import { countTurns } from "./turns.ts";
import { endRun, type OpenVitest, openVitest } from "./vitest-instance.ts";

export interface RunnerOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Milliseconds of the processor's time, without any result or turn, after which a run counts as hanging. */
  readonly watchdogMs?: number;
}

/** So long a loop may take all of the processor, and let nothing else have its turn, before it counts as endless. */
export const WATCHDOG_MS = 5_000;

/** Looks at a run so often. */
const LOOK_MS = 400;

/** After so many looks in a row at a thread that does nothing while a spec is under way, that spec waits in vain. */
const MOST_IDLE_LOOKS = 8;

/** A thread that has worked for less than this between two looks does nothing. Milliseconds. */
const IDLE_MS = 20;

/** Lines of output that are kept; an endless loop may print. */
const MOST_PRINTED = 1_000;

type Ending = { readonly result: TestRunResult } | "hung" | "waits" | "abandoned";

export class LessonRunner {
  readonly #root: string;
  readonly #watchdogMs: number;
  #vitest: Promise<OpenVitest> | undefined;
  readonly #turns = countTurns();
  /** The spec under way. */
  #spec: string | undefined;
  #printed: Printed[] = [];
  #alive = (): void => {};
  #abandon = (): void => {};

  constructor({ root, watchdogMs = WATCHDOG_MS }: RunnerOptions) {
    this.#root = root;
    this.#watchdogMs = watchdogMs;
  }

  /**
   * Runs the specs of a lesson up to the first one that fails: the verdict is there sooner, and those behind it are for
   * later anyway. One run at a time: wait for the promise before the next call.
   * @param options.all goes on behind it
   * @returns the verdict, or undefined when the run was abandoned
   * @throws when vitest itself cannot be started
   */
  async run(lesson: Lesson, { all = false }: { readonly all?: boolean } = {}): Promise<Verdict | undefined> {
    const lost = [EXERCISE, SPEC].find((file) => !existsSync(join(lesson.folder, file)));
    if (lost) return this.#without(lesson, { kind: "missing-file", file: lost });
    const { vitest, activeMs } = await this.#open();
    const [project] = vitest.projects;
    if (!project) throw new Error('vitest.config.ts has no project "lessons".');
    forget(vitest, lesson);
    project.config.bail = all ? 0 : 1;
    this.#printed = [];
    const specification = project.createSpecification(join(lesson.folder, SPEC));
    const before = process.cpuUsage();
    const run = vitest.runTestSpecifications([specification]);
    const ending = await this.#ending(run, activeMs);
    if (typeof ending === "object") {
      const { user, system } = process.cpuUsage(before);
      const verdict = this.#finished(vitest, lesson, specification.moduleId, ending.result);
      return { ...verdict, tookMs: (user + system) / 1_000 };
    }
    const hung = ending === "hung" ? await this.#hung(vitest) : undefined;
    const last = ending === "waits" ? this.#waits() : undefined;
    const usable = await endRun(vitest, run);
    // An instance that will not end is left alone, with its thread; the process takes both along when it exits.
    if (!usable) this.#vitest = undefined;
    if (!hung && !last) return undefined;
    const module = vitest.state.getTestModules().find((each) => each.moduleId === specification.moduleId);
    const report = { root: this.#root, lesson, module, unhandled: [], printed: this.#printed };
    return readResult({ ...report, ...(hung && { first: hung }), ...(last && { last }) });
  }

  /** Ends the run that is going on, because its answer is not wanted any more: run() returns undefined. */
  abandon(): void {
    this.#abandon();
  }

  /** Forgets all that was loaded, so that the next run reads every file anew, those of src/ too. */
  async refresh(): Promise<void> {
    for (const project of (await this.#vitest)?.vitest.projects ?? []) {
      for (const environment of Object.values(project.vite.environments)) environment.moduleGraph.invalidateAll();
    }
  }

  /** Ends vitest, so that nothing of it keeps the process alive. Not while a run is going on. */
  async close(): Promise<void> {
    await (await this.#vitest)?.vitest.close();
    this.#vitest = undefined;
  }

  async #open(): Promise<OpenVitest> {
    this.#vitest ??= openVitest(this.#root, {
      progress: () => this.#alive(),
      spec: (title) => void (this.#spec = title),
      log: ({ taskId, content }) => {
        if (this.#printed.length < MOST_PRINTED) this.#printed.push({ task: taskId, text: content });
      },
    });
    return this.#vitest;
  }

  async #ending(run: Promise<TestRunResult>, activeMs: () => number): Promise<Ending> {
    let looking: NodeJS.Timeout | undefined;
    this.#spec = undefined;
    const stopped = new Promise<"hung" | "waits" | "abandoned">((resolve) => {
      let [turns, active, idleLooks] = [0, 0, 0];
      let since = process.cpuUsage();
      this.#alive = () => {
        since = process.cpuUsage();
        idleLooks = 0;
      };
      this.#abandon = () => resolve("abandoned");
      looking = setInterval(() => {
        const [turnsNow, activeNow] = [this.#turns(), activeMs()];
        if (turnsNow !== turns) since = process.cpuUsage();
        idleLooks = this.#spec !== undefined && activeNow - active < IDLE_MS ? idleLooks + 1 : 0;
        [turns, active] = [turnsNow, activeNow];
        if (idleLooks >= MOST_IDLE_LOOKS) resolve("waits");
        // The time of the processor, not that of the clock: a busy machine is no endless loop.
        const { user, system } = process.cpuUsage(since);
        if ((user + system) / 1_000 > this.#watchdogMs) resolve("hung");
      }, LOOK_MS);
    });
    try {
      return await Promise.race([run.then((result) => ({ result })), stopped]);
    } finally {
      clearInterval(looking);
      this.#alive = () => {};
      this.#abandon = () => {};
    }
  }

  #finished(vitest: Vitest, lesson: Lesson, moduleId: string, result: TestRunResult): Verdict {
    // The report accumulates the modules of earlier runs.
    const module = result.testModules.find((each) => each.moduleId === moduleId);
    const unhandled = result.unhandledErrors.map((error) => error as Parameters<typeof readResult>[0]["unhandled"][0]);
    const report = { root: this.#root, lesson, module, unhandled, printed: this.#printed };
    const verdict = readResult(report);
    const kind = verdict.failures[0]?.kind;
    if (kind !== "thrown" && kind !== "assertion" && kind !== "not-loaded") return verdict;
    const unexported = missingExport(this.#root, loaded(vitest, lesson), (file) => readFileSync(file, "utf8"));
    return unexported ? readResult({ ...report, first: unexported }) : verdict;
  }

  async #hung(vitest: Vitest): Promise<Failure> {
    const seconds = this.#watchdogMs / 1000;
    const line = await whereItHangs((file) => isBelow(join(this.#root, "lessons"), file));
    if (!line) return { kind: "hung", seconds };
    return { kind: "hung", seconds, place: placeOf(this.#root, line.file, writtenLine(vitest, line)) };
  }

  #waits(): Failure {
    return { kind: "never-settled", spec: this.#spec ?? "", seconds: Math.round((LOOK_MS * MOST_IDLE_LOOKS) / 1_000) };
  }

  #without(lesson: Lesson, failure: Failure): Verdict {
    return { lesson, green: 0, total: 0, specs: [], failures: [failure], printed: [] };
  }
}

/** Everything in the lesson's folder is read again, whatever the editor called the file in between. */
function forget(vitest: Vitest, lesson: Lesson): void {
  for (const file of readdirSync(lesson.folder, { recursive: true, encoding: "utf8" })) {
    vitest.invalidateFile(join(lesson.folder, file).replaceAll("\\", "/"));
  }
}

function loaded(vitest: Vitest, lesson: Lesson) {
  return [EXERCISE, SPEC].flatMap((file) => modulesOf(vitest, join(lesson.folder, file)));
}

function modulesOf(vitest: Vitest, file: string) {
  const graph = vitest.projects[0]?.vite.environments.ssr.moduleGraph;
  return [...(graph?.getModulesByFile(file.replaceAll("\\", "/")) ?? [])].filter((module) => module.transformResult);
}

/** From the line that runs to the line that was written, by Vite's source map. */
function writtenLine(vitest: Vitest, { file, line, column }: RunningLine): number {
  const map = modulesOf(vitest, file)[0]?.transformResult?.map;
  if (!map || !("version" in map)) return line + 1;
  const entry = new SourceMap(map as unknown as ConstructorParameters<typeof SourceMap>[0]).findEntry(line, column);
  return "originalLine" in entry ? entry.originalLine + 1 : line + 1;
}
