// From what a person typed to the options of the lab; a value that cannot be used is refused in one sentence.
import { parseArgs } from "node:util";
import { grouped } from "./numbers.ts";
import { defaults, type LabOptions, limits } from "./options.ts";
import { noBreak } from "./text.ts";
import { UsageError } from "./usage-error.ts";

export type Command = { readonly kind: "help" } | { readonly kind: "lab"; readonly options: LabOptions };

type Flag = keyof typeof limits;
const flags = Object.keys(limits) as readonly Flag[];
const names: readonly string[] = [...flags, "help"];

/**
 * Reads the command line.
 *
 * @param args what follows `npm run lab --`
 * @param env to find flags that npm took for its own
 * @throws UsageError when something is unknown, missing or out of range
 */
export function readCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const options = {
    ...Object.fromEntries(flags.map((flag) => [flag, { type: "string" as const }])),
    help: { type: "boolean" as const, short: "h" },
  };
  // Not strict: its sentences would not say what to type instead.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given = new Map<Flag, number>();
  let help = false;
  // Before a word that is too many: without --, npm takes the flag and leaves its value behind as a word.
  if (!args.includes("--help")) refuseSwallowed(env);
  for (const token of tokens) {
    if (token.kind === "positional") {
      throw new UsageError(`${shown(token.value)} is one word too many: type a flag first, as in ${example("batch")}.`);
    }
    if (token.kind !== "option") continue;
    if (isFlag(token.name)) given.set(token.name, wholeNumber(token.name, token.value));
    else if (token.name !== "help") {
      throw new UsageError(`There is no flag ${token.rawName}: choose from ${names.map(dashed).join(", ")}.`);
    } else if (token.value !== undefined) {
      throw new UsageError(`--help takes no value: leave out ${shown(token.value)}.`);
    } else help = true;
  }
  return help ? { kind: "help" } : { kind: "lab", options: optionsFrom(given) };
}

const isFlag = (name: string): name is Flag => Object.hasOwn(limits, name);

function wholeNumber(flag: Flag, value: string | undefined): number {
  const [least, most] = limits[flag];
  const mend = `pass a whole number from ${grouped(least)} to ${grouped(most)}, as in ${example(flag)}.`;
  if (value === undefined) throw new UsageError(`--${flag} has no value: ${mend}`);
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most)) throw new UsageError(`--${flag} is ${shown(value)}: ${mend}`);
  return number;
}

/** "npm run lab --batch 1", without the --, keeps --batch from us; npm tells only in the environment. */
function refuseSwallowed(env: Readonly<Record<string, string | undefined>>): void {
  const swallowed = flags.find((flag) => env[`npm_config_${flag.replaceAll("-", "_")}`] !== undefined);
  if (swallowed === undefined) return;
  throw new UsageError(`npm kept --${swallowed} for itself: type -- before it, as in ${example(swallowed)}.`);
}

function optionsFrom(given: ReadonlyMap<Flag, number>): LabOptions {
  const items = given.get("items") ?? defaults.items;
  const batch = given.get("batch") ?? Math.min(defaults.batch, items);
  if (batch > items) {
    throw new UsageError(
      `--batch is ${grouped(batch)}, but there are only ${grouped(items)} items: ` +
        `pass a whole number from 1 to ${grouped(items)}, or more --items.`,
    );
  }
  return {
    batch,
    items,
    itemMs: given.get("item-ms") ?? defaults.itemMs,
    checkpointMs: given.get("checkpoint-ms") ?? defaults.checkpointMs,
    mtbfMin: given.get("mtbf-min") ?? defaults.mtbfMin,
    seed: given.get("seed") ?? defaults.seed,
  };
}

/** In one piece, to be copied. */
const example = (flag: Flag): string => `npm run lab -- --${flag} 20`.replaceAll(" ", noBreak);

const dashed = (name: string): string => `--${name}`;

/** As typed, with quotes, so that an empty or invisible value can be seen. */
const shown = (value: string): string => JSON.stringify(value);
