// What the demo says about itself.
import { grouped } from "#terminal";
import { demos } from "./catalogue.ts";
import { defaults, numberLimits } from "./demo-options.ts";

const names = demos.map(({ name, summary }) => `  npm run demo -- ${name.padEnd(8)} ${summary}`);

/** The demos, one line each. */
export const listText: readonly string[] = ["The demos:", "", ...names, "", "What can be set: npm run demo -- --help"];

/** The demos and their flags. */
export const helpText: readonly string[] = [
  "npm run demo -- <name> [flags]",
  "",
  ...names,
  "",
  "Flags; N is a whole number from 1:",
  `  --seed N           another shop; the same N gives the same shop; default ${defaults.seed}`,
  `  --orders N         orders in the shop, up to ${grouped(numberLimits.orders)}, of which 60 % are`,
  `                     pending; default ${defaults.orders}`,
  "  --sigterm-after N  the worker is asked to stop after the N-th charge",
  "  --crash-after N    the worker is killed right after the N-th charge, before it",
  "                     can save its checkpoint",
  "                     With neither, SIGTERM comes after the 20th charge, or after",
  "                     a third of the pending orders when there are fewer than 60.",
  "  --naive            the job that people write first: no step, no cursor, no key",
  "  --html FILE        write a picture of the run, to open in a browser",
  "  --help             this text",
];
