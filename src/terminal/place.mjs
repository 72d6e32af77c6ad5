// Comes before tsx, which takes what follows a "?" in a path for something else: there, no TypeScript can be read.
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
if (root.includes("?")) {
  process.stderr.write(
    `Programs cannot be run in a folder whose path has a "?" in it: move\n${root}\nto another one.\n`,
  );
  process.exit(2);
}
