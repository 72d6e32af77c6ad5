// npm run matrix: measures again, prints the table, and writes it to MATRIX.md.
import { writeFileSync } from "node:fs";
import { measureMistakes } from "./matrix.ts";
import { matrixFile, matrixPage } from "./page.ts";

const page = matrixPage(await measureMistakes());
writeFileSync(matrixFile, page);
console.log(page);
