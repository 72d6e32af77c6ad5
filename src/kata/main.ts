// npm start
import { start } from "./start.ts";
import { runProgram } from "./run-program.ts";

await runProgram(start);
