// From vitest's report about one spec file to the verdict on the lesson.
import { stripVTControlCharacters } from "node:util";
import type { TestCase, TestModule } from "vitest/node";
import { loadFailure, specFailure, unhandledFailure, type SpecError } from "./failure-of.ts";
import type { Lesson } from "./lessons.ts";
import type { Failure, Verdict } from "./verdict.ts";

/** What the code under test printed, and during which spec. */
export interface Printed {
  readonly task: string | undefined;
  readonly text: string;
}

export interface RunReport {
  readonly root: string;
  readonly lesson: Lesson;
  /** Missing when the run was ended before the file was loaded. */
  readonly module: TestModule | undefined;
  readonly unhandled: readonly SpecError[];
  readonly printed: readonly Printed[];
  /** A failure of the run as a whole, found outside the report; it stands in front of everything else. */
  readonly first?: Failure;
  /** A failure of the spec that was under way when the run was ended: it comes after those of earlier ones. */
  readonly last?: Failure;
}

/** The verdict on a finished (or ended) run. */
export function readResult({ root, lesson, module, unhandled, printed, first, last }: RunReport): Verdict {
  const specs = module ? [...module.children.allTests()] : [];
  const failed = specs.filter((spec) => spec.result().state === "failed");
  const failures = [
    ...(first ? [first] : []),
    ...(module?.errors() ?? []).map((error) => loadFailure(root, error)),
    ...suiteFailures(root, module),
    ...failed.filter(({ fullName }) => fullName !== specOf(last)).map((spec) => failureOf(root, spec)),
    ...(last ? [last] : []),
    ...unhandled.map((error) => unhandledFailure(root, error)),
  ];
  const shown = first ? undefined : failed[0]?.id;
  return {
    lesson,
    green: specs.filter((spec) => spec.result().state === "passed").length,
    total: specs.length,
    specs: specs.map(({ fullName }) => fullName),
    failures: failures.length > 0 ? failures : notRun(specs),
    printed: printed.filter(({ task }) => shown === undefined || task === shown).flatMap(({ text }) => linesOf(text)),
  };
}

const specOf = (failure: Failure | undefined): string | undefined =>
  failure && "spec" in failure ? failure.spec : undefined;

/** A hook that throws fails its suite and skips the specs in it. */
function suiteFailures(root: string, module: TestModule | undefined): Failure[] {
  const suites = module ? [...module.children.allSuites()] : [];
  return suites.flatMap((suite) => suite.errors().map((error) => specFailure(root, suite.fullName, error)));
}

function failureOf(root: string, spec: TestCase): Failure {
  const error = spec.result().errors?.[0] ?? { message: "The spec failed without an error." };
  return specFailure(root, spec.fullName, error);
}

/** Nothing failed, but a spec that did not run is not green either. */
function notRun(specs: readonly TestCase[]): Failure[] {
  if (specs.length === 0) return [{ kind: "no-specs" }];
  const skipped = specs.filter((spec) => spec.result().state !== "passed");
  return skipped[0] ? [{ kind: "skipped", spec: skipped[0].fullName, count: skipped.length }] : [];
}

function linesOf(text: string): string[] {
  return stripVTControlCharacters(text).replace(/\n$/, "").split("\n");
}
