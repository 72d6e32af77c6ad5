// Comes before tsx, in plain JavaScript that an old Node reads too: what keeps every program from starting is said here.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Ends the process with a sentence. */
function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const least = engines.node.replace(/[^\d.]/g, "");
const [have, need] = [process.versions.node, least].map((version) => version.split(".").map(Number));
const differs = need.findIndex((part, index) => part !== have[index]);
if (differs !== -1 && have[differs] < need[differs]) {
  refuse(`This is Node ${process.versions.node}, and ${least} or newer is needed: install it from https://nodejs.org.`);
}
if (!existsSync(new URL("../../node_modules/tsx/package.json", import.meta.url))) {
  refuse("The packages are not installed: type npm ci");
}
// tsx takes what follows a "?" in a path for something else: there, no TypeScript can be read.
if (root.includes("?")) {
  refuse(`Programs cannot be run in a folder whose path has a "?" in it: move\n${root}\nto another one.`);
}
