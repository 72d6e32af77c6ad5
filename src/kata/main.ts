// npm start
import { start } from "./program.ts";
import { runProgram } from "./run-program.ts";

await runProgram(start);
