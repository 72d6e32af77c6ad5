// From what a person typed to the options of the lab.
import { grouped, readCommandLine, UsageError } from "#terminal";
import { defaults, type LabOptions, limits } from "./options.ts";

export type Command = { readonly kind: "help" } | { readonly kind: "lab"; readonly options: LabOptions };

const numberFrom = ([least, most]: readonly [number, number]) => ({ kind: "number", least, most }) as const;

const flags = {
  batch: numberFrom(limits.batch),
  "item-ms": numberFrom(limits["item-ms"]),
  "checkpoint-ms": numberFrom(limits["checkpoint-ms"]),
  "mtbf-min": numberFrom(limits["mtbf-min"]),
  items: numberFrom(limits.items),
  seed: numberFrom(limits.seed),
};

/**
 * Reads the command line.
 *
 * @param args what follows `npm run lab --`
 * @param env to find flags that npm took for its own
 * @throws UsageError when something is unknown, missing or out of range
 */
export function readCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const { flags: given, help } = readCommandLine(args, env, { flags, command: "npm run lab" });
  if (help) return { kind: "help" };
  const items = given.items ?? defaults.items;
  const batch = given.batch ?? Math.min(defaults.batch, items);
  if (batch > items) {
    throw new UsageError(
      `--batch is ${grouped(batch)}, but there are only ${grouped(items)} items: ` +
        `pass a whole number from 1 to ${grouped(items)}, or more --items.`,
    );
  }
  return {
    kind: "lab",
    options: {
      batch,
      items,
      itemMs: given["item-ms"] ?? defaults.itemMs,
      checkpointMs: given["checkpoint-ms"] ?? defaults.checkpointMs,
      mtbfMin: given["mtbf-min"] ?? defaults.mtbfMin,
      seed: given.seed ?? defaults.seed,
    },
  };
}
