// Prints what the engine costs, beside other queues in the same run. Run it with
//   node --expose-gc --import tsx test/bench/bench.ts
import { registerFreshModules } from "#simulation/modules";
import { jobsPerSecond } from "./jobs-per-second.ts";
import { checkpointCost } from "./checkpoint-cost.ts";
import { oneLongJob } from "./one-long-job.ts";
import { perItem } from "./per-item.ts";
import { saveToVerdict } from "./save-to-verdict.ts";
import { printTable } from "./table.ts";

registerFreshModules();
// It imports a solution, which is to be read after that.
const { executionsPerSecond, priceOfFaults, proofs } = await import("./explorer.ts");

printTable("Jobs a second, one at a time, empty jobs (more is better)", await jobsPerSecond());
printTable("One checkpoint: `await step.set(cursor)` (less is better)", await checkpointCost());
printTable("One item in each style: it must not grow with the items (less is better)", await perItem());
printTable("One job over many orders: time and heap must not grow with the orders", await oneLongJob());
printTable("The explorer: proofs of a job, and the time to a first failure", await proofs());
printTable("What each kind of fault adds to the proof of 40 orders", await priceOfFaults());
printTable("The explorer on a small job (more is better)", await executionsPerSecond());
printTable("From a save to the verdict, lesson 03 (less is better)", await saveToVerdict());
