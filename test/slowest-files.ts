// A reporter for the end of npm test: the files that took longest, so that nobody has to wonder where a minute went.
import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

const mostLines = 12;

/** The lines, the slowest file first. */
export function slowestLines(modules: readonly Timed[], root: string): readonly string[] {
  const timed = modules
    .map((module) => {
      const { collectDuration, duration, setupDuration } = module.diagnostic();
      return {
        seconds: (collectDuration + duration + setupDuration) / 1_000,
        file: relative(root, module.moduleId).replaceAll("\\", "/"),
        project: module.project.name,
      };
    })
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, mostLines);
  return timed.map(({ seconds, file, project }) => `${seconds.toFixed(1).padStart(7)} s  ${project}  ${file}`);
}

type Timed = {
  readonly moduleId: string;
  readonly project: { readonly name: string };
  readonly diagnostic: () => Pick<
    ReturnType<TestModule["diagnostic"]>,
    "collectDuration" | "duration" | "setupDuration"
  >;
};

export default class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = slowestLines(modules, process.cwd());
    console.log(["", `The slowest of ${modules.length} files, modules and tests:`, ...lines].join("\n"));
  }
}
