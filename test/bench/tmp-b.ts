import { proofs, executionsPerSecond } from "./explorer.ts";
console.table(await proofs());
console.table(await executionsPerSecond());
