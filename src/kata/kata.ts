// npm run kata -- hint 3 | list | replay c9.t14
import { runProgram } from "./run-program.ts";
import { runVerb } from "./run-verb.ts";

await runProgram(runVerb);
