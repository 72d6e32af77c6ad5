// npm run matrix: measures again, prints the table, and writes it to MATRIX.md; takes the fingerprints for the diagnosis.
// With --check nothing is written, and it ends with 1 when what is kept is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { registerFreshModules } from "#simulation/modules";
import { catalogueFile, catalogueText, makeCatalogue } from "../diagnosis/catalogue.ts";
import { measureMistakes, unseenMistakes } from "./matrix.ts";
import { matrixFile, matrixPage } from "./page.ts";

// The mistakes and the solutions are read later, by import().
registerFreshModules();
const page = matrixPage(await measureMistakes(), await unseenMistakes());
const files = { [matrixFile]: page, [catalogueFile]: catalogueText(await makeCatalogue()) };
if (process.argv.includes("--check")) {
  const old = Object.entries(files).filter(([file, text]) => readFileSync(file, "utf8") !== text);
  for (const [file] of old) console.error(`${file} is out of date. Run npm run matrix.`);
  process.exitCode = old.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of Object.entries(files)) writeFileSync(file, text);
}
console.log(page);
