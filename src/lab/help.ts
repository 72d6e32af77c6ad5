// What the lab says about itself.
import { grouped } from "#terminal";
import { defaults, limits } from "./options.ts";

const most = (flag: keyof typeof limits): string => grouped(limits[flag][1]);

/** The flags, and what they mean in the formula. */
export const helpText: readonly string[] = [
  "npm run lab -- [flags]",
  "",
  "How many items should one checkpoint cover? Measures it, and compares it with",
  "the formula √(2·C·M)/w (J. W. Young, 1974).",
  "",
  "Flags; N is a whole number from 1:",
  `  --batch N          items in a batch, up to --items; default ${defaults.batch}, or all items`,
  "                     when there are fewer",
  `  --item-ms N        w: one item takes N ms, up to ${most("item-ms")}; default ${defaults.itemMs}`,
  `  --checkpoint-ms N  C: one checkpoint takes N ms, up to ${most("checkpoint-ms")}; default ${defaults.checkpointMs}`,
  "  --mtbf-min N       M: a worker is killed every N minutes on average, up to",
  `                     ${most("mtbf-min")}; default ${defaults.mtbfMin}. A SIGTERM that leaves time for`,
  "                     the batch to end is no failure: nothing is done again",
  `  --items N          items in the job, from ${limits.items[0]} to ${most("items")}; default ${defaults.items}`,
  `  --seed N           other failures; the same N gives the same; default ${defaults.seed}`,
  "  --help             this text",
];
