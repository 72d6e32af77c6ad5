// npm run demo: the process around the demo.
import { setTimeout as pause } from "node:timers/promises";
import { registerFreshModules } from "#simulation/modules";
import { endQuietly, writeReadably } from "#terminal";

endQuietly();
writeReadably();

// The demo imports a solution, which is to be read after that: a process of the demo has its own memory.
registerFreshModules();
const { demo } = await import("./index.ts");
process.exitCode = await demo(process.argv.slice(2), {
  screen: process.stdout,
  errors: process.stderr,
  env: process.env,
  pause: (ms) => pause(ms),
});
