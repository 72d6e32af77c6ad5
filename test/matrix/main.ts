// npm run matrix: measures again, prints the table, and writes it to MATRIX.md; takes the fingerprints for the diagnosis.
import { writeFileSync } from "node:fs";
import { catalogueFile, catalogueText, makeCatalogue } from "../diagnosis/catalogue.ts";
import { measureMistakes, unseenMistakes } from "./matrix.ts";
import { matrixFile, matrixPage } from "./page.ts";

const page = matrixPage(await measureMistakes(), await unseenMistakes());
writeFileSync(matrixFile, page);
writeFileSync(catalogueFile, catalogueText(await makeCatalogue()));
console.log(page);
