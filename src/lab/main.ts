// npm run lab: the process around the lab.
import { lab } from "./lab.ts";

// "npm run lab | head" closes the pipe early; there is nothing left to do then.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = lab(process.argv.slice(2), {
  output: (text) => void process.stdout.write(text),
  errors: (text) => void process.stderr.write(text),
  env: process.env,
});
