// npm run lesson 3 [-- --all]
import { showLesson } from "./program.ts";
import { runProgram } from "./run-program.ts";

await runProgram(showLesson);
