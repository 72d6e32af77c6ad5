// Three subjects for the same specs: a learner's lessons, the solutions, and the tests of this repository.
import { freshModules } from "#simulation/modules";
import { defineConfig } from "vitest/config";

const programs = ["test/programs/*.test.ts"];
const specs = ["lessons/*/exercise.spec.ts"];
// What the environment asks for, such as KATA_SENTENCES=1, is read there.
const setupFiles = ["src/kata/spec-setup.ts"];

export default defineConfig({
  // A simulated process evaluates the modules of an exercise anew.
  plugins: [freshModules()],
  test: {
    pool: "threads",
    // On two processors the default would be one worker, and the tests take twice as long.
    maxWorkers: "100%",
    projects: [
      { extends: true, test: { name: "lessons", include: specs, setupFiles } },
      {
        extends: true,
        // "#lesson/*" is answered by solutions/ (see "imports" in package.json). vitest 4 listens to ssr.resolve only.
        ssr: { resolve: { conditions: ["solution"] } },
        // A busy machine is no failure; a learner's own spec that waits in vain is told so after vitest's 5 seconds.
        test: { name: "solutions", include: specs, setupFiles, testTimeout: 30_000 },
      },
      {
        extends: true,
        // Modules are read once a thread and not once a file, which is a third of the time; a test puts back what it changes.
        test: { name: "test", include: ["test/**/*.test.ts"], exclude: programs, isolate: false, testTimeout: 30_000 },
      },
      // Real processes and threads: what Node, tsx, npm and Vite make of a command line, of a path, of a closed pipe and of
      // code that never ends.
      { extends: true, test: { name: "programs", include: programs, testTimeout: 120_000 } },
    ],
  },
});
