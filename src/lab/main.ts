// npm run lab: the process around the lab.
import { endQuietly, writeReadably } from "#terminal";
import { lab } from "./lab.ts";

endQuietly();
writeReadably();
process.exitCode = await lab(process.argv.slice(2), {
  output: process.stdout,
  errors: process.stderr,
  env: process.env,
});
