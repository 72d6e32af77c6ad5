// Exercises of lesson 03 for the tests of the diagnosis: catalogued mistakes, strangers, and jobs that end badly or never.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Failure } from "../../src/kata/verdict.ts";

export const REPOSITORY = join(import.meta.dirname, "../..");

export const mistakeText = (name: string): string => `export * from "${urlOf(`test/wrong/03-cursors/${name}.ts`)}";\n`;

export const strangerText = (name: string): string =>
  `import { strangers } from "${urlOf("test/diagnosis/strangers.ts")}";\nexport const chargeOrders = strangers["${name}"];
export { bookMarketOrders } from "${urlOf("solutions/03-cursors/exercise.ts")}";
`;

export const jobText = (body: string): string => `import { defineJob } from "${urlOf("src/jobs/index.ts")}";
export const chargeOrders = defineJob({ name: "charge_orders", async perform({ day }, job, shop) { ${body} } });
export const bookMarketOrders = chargeOrders;
`;

export const broken = { kind: "broken-rule", spec: "s", frame: "✗ charge 4 never happened." } satisfies Failure;

export function urlOf(path: string): string {
  return pathToFileURL(join(REPOSITORY, path)).href;
}
