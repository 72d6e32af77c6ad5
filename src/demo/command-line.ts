// From what a person typed to what is to be done.
import { insteadOf, readCommandLine, shown, UsageError } from "#terminal";
import { type Demo, demos } from "./catalogue.ts";
import { type DemoOptions, defaults, numberLimits } from "./demo-options.ts";

export type Command =
  | { readonly kind: "list" }
  | { readonly kind: "help" }
  | { readonly kind: "demo"; readonly demo: Demo; readonly options: DemoOptions };

const numberTo = (most: number) => ({ kind: "number", least: 1, most }) as const;

const flags = {
  seed: numberTo(numberLimits.seed),
  orders: numberTo(numberLimits.orders),
  "sigterm-after": numberTo(numberLimits["sigterm-after"]),
  "crash-after": numberTo(numberLimits["crash-after"]),
  html: { kind: "file" },
  naive: { kind: "switch" },
} as const;

/**
 * Reads the command line.
 *
 * @param args what follows `npm run demo --`
 * @param env to find flags that npm took for its own
 * @throws UsageError when something is unknown, missing or out of range
 */
export function readCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const usage = { flags, command: "npm run demo -- orders", mostWords: 1 };
  const { words, flags: given, given: names, help } = readCommandLine(args, env, usage);
  if (help) return { kind: "help" };
  const [name] = words;
  if (name === undefined) {
    const [stray] = names;
    if (stray === undefined) return { kind: "list" };
    throw new UsageError(
      `--${stray} needs a demo to go with: type its name first, as in npm run demo -- orders --naive.`,
    );
  }
  const demo = demos.find((one) => one.name === name);
  if (demo) return { kind: "demo", demo, options: optionsFrom(given) };
  const all = demos.map((one) => one.name);
  throw new UsageError(`There is no demo ${shown(name)}: ${insteadOf(name, all)}`);
}

const optionsFrom = (given: ReturnType<typeof readCommandLine<typeof flags>>["flags"]): DemoOptions => ({
  seed: given.seed ?? defaults.seed,
  orders: given.orders ?? defaults.orders,
  naive: given.naive,
  sigtermAfter: given["sigterm-after"] ?? defaults.sigtermAfter,
  crashAfter: given["crash-after"] ?? defaults.crashAfter,
  html: given.html,
});
