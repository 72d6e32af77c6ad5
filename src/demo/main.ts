// npm run demo: the process around the demo.
import { setTimeout as pause } from "node:timers/promises";
import { registerFreshModules } from "#simulation/modules";

// "npm run demo -- orders | head" closes the pipe early; there is nothing left to do then.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

// The demo imports a solution, which is to be read after that: a process of the demo has its own memory.
registerFreshModules();
const { demo } = await import("./index.ts");
process.exitCode = await demo(process.argv.slice(2), {
  screen: process.stdout,
  errors: process.stderr,
  env: process.env,
  pause: (ms) => pause(ms),
});
