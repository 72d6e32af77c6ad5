// npm run lab: the process around the lab.
import { endQuietly } from "#terminal";
import { lab } from "./lab.ts";

endQuietly();
process.exitCode = await lab(process.argv.slice(2), {
  output: process.stdout,
  errors: process.stderr,
  env: process.env,
});
