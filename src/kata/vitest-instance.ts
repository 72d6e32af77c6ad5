// Opens the one vitest that a runner keeps: project "lessons", silent, nothing watched, its events handed on.
import { Writable } from "node:stream";
import type { UserConsoleLog } from "vitest";
import type { Vitest } from "vitest/node";
import { UsageError } from "#terminal";
import { warmThreads } from "./warm-threads.ts";

export interface VitestEvents {
  /** Something came back from the worker thread: it is alive. */
  progress(): void;
  /** A spec begins; undefined when it has ended. */
  spec(title: string | undefined): void;
  /** The code under test printed something. */
  log(log: UserConsoleLog): void;
}

export interface OpenVitest {
  readonly vitest: Vitest;
  /** How many milliseconds the thread of the present run has been at work, and not waited for anything. */
  readonly activeMs: () => number;
}

/** For what would go on for ever and still let others have their turn. */
const LONGEST_SPEC_MS = 300_000;

/** How long ending a hanging thread may take before the whole vitest is given up; it takes some 10 ms. */
const END_MS = 2_000;

/**
 * Opens vitest. Its import alone is most of the start-up time of the loop, so it happens here and not at the top.
 * @param root absolute path of the repository; its vitest.config.ts has a project "lessons"
 * @throws when there is no such configuration
 * @throws UsageError when specs cannot be run in that folder
 */
export async function openVitest(root: string, events: VitestEvents): Promise<OpenVitest> {
  // Vite takes what follows for a part of an address that is no part of the file.
  if (root.includes("#")) {
    throw new UsageError(`Specs cannot be run in a folder whose path has a "#" in it: move ${root} to another one.`);
  }
  const { createVitest } = await import("vitest/node");
  const threads = warmThreads();
  const vitest = await createVitest(
    "test",
    {
      root,
      watch: false,
      project: ["lessons"],
      pool: threads.pool,
      // Work is bounded where it is done, and waiting in vain is seen: no proof fails because a machine is slow.
      testTimeout: LONGEST_SPEC_MS,
      cache: false,
      reporters: [
        {
          onTestModuleCollected: () => events.progress(),
          onTestCaseReady: ({ fullName }) => events.spec(fullName),
          onTestCaseResult: () => {
            events.spec(undefined);
            events.progress();
          },
          onUserConsoleLog: (log) => events.log(log),
        },
      ],
    },
    { logLevel: "silent", clearScreen: false },
    { stdout: nowhere(), stderr: nowhere() },
  );
  return { vitest, activeMs: threads.activeMs };
}

/**
 * Ends the run that is going on, even one whose thread never answers.
 * @param run the promise of that run
 * @returns whether vitest can be used again; when not, open another
 */
export async function endRun(vitest: Vitest, run: Promise<unknown>): Promise<boolean> {
  // The first call asks the thread to finish and waits; only the second, while the first waits, terminates it.
  const asked = [vitest.cancelCurrentRun("keyboard-input"), vitest.cancelCurrentRun("keyboard-input"), run];
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, END_MS, false);
  });
  const ended = Promise.allSettled(asked).then(() => true);
  return Promise.race([ended, tooLong]).finally(() => clearTimeout(timer));
}

/** Whatever writes past the reporters would tear the page. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
