// npm run conformance: performs every recorded run anew and prints how it compares. KATA_CONFORMANCE adds recordings.
import { judgeAll } from "./judge-all.ts";
import { readAll, RecordingError, suites } from "./suites.ts";

try {
  const { page, problems } = await judgeAll(readAll(suites));
  console.log(page);
  if (problems !== "") {
    console.error(`\n${problems}`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof RecordingError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
