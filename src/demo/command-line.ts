// From what a person typed to what is to be done; a value that cannot be used is refused in one sentence.
import { parseArgs } from "node:util";
import { type Demo, demos } from "./catalogue.ts";
import { type DemoOptions, defaults, numberLimits } from "./demo-options.ts";
import { grouped } from "./numbers.ts";
import { UsageError } from "./usage-error.ts";

export type Command =
  | { readonly kind: "list" }
  | { readonly kind: "help" }
  | { readonly kind: "demo"; readonly demo: Demo; readonly options: DemoOptions };

type NumberFlag = keyof typeof numberLimits;
const numberFlags = Object.keys(numberLimits) as readonly NumberFlag[];
const switches = ["naive", "help"] as const;
const flags: readonly string[] = [...numberFlags, "html", ...switches];

/**
 * Reads the command line.
 *
 * @param args what follows `npm run demo --`
 * @param env to find flags that npm took for its own
 * @throws UsageError when something is unknown, missing or out of range
 */
export function readCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const given = readFlags(args);
  if (given.switches.has("help")) return { kind: "help" };
  refuseSwallowed(env);
  const [name, ...more] = given.words;
  if (name === undefined) {
    const [stray] = given.names;
    if (stray === undefined) return { kind: "list" };
    throw new UsageError(
      `--${stray} needs a demo to go with: type its name first, as in npm run demo -- orders --naive.`,
    );
  }
  const demo = demos.find((one) => one.name === name);
  if (!demo) throw new UsageError(`There is no demo ${shown(name)}: choose from ${listOfDemos}.`);
  const [extra] = more;
  if (extra !== undefined) {
    const example = `npm run demo -- ${name} --seed 7`;
    throw new UsageError(`${shown(extra)} is one word too many: flags go after --, as in ${example}.`);
  }
  return { kind: "demo", demo, options: optionsFrom(given) };
}

interface Given {
  readonly words: readonly string[];
  readonly numbers: ReadonlyMap<NumberFlag, number>;
  readonly switches: ReadonlySet<string>;
  readonly html: string | undefined;
  /** Every flag that was given. */
  readonly names: readonly string[];
}

function readFlags(args: readonly string[]): Given {
  const options = {
    ...Object.fromEntries(numberFlags.map((flag) => [flag, { type: "string" as const }])),
    ...Object.fromEntries(switches.map((flag) => [flag, { type: "boolean" as const }])),
    html: { type: "string" as const },
    help: { type: "boolean" as const, short: "h" },
  };
  // Not strict: its sentences would not say what to type instead.
  const { tokens, positionals } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const numbers = new Map<NumberFlag, number>();
  const on = new Set<string>();
  let html: string | undefined;
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    if (isNumberFlag(token.name)) numbers.set(token.name, wholeNumber(token.name, token.value));
    else if (token.name === "html") html = fileName(token.value);
    else on.add(knownSwitch(token.name, token.rawName, token.value));
  }
  const names = [...numbers.keys(), ...(html === undefined ? [] : ["html"]), ...on];
  return { words: positionals, numbers, switches: on, html, names };
}

const isNumberFlag = (name: string): name is NumberFlag => Object.hasOwn(numberLimits, name);

function wholeNumber(flag: NumberFlag, value: string | undefined): number {
  const limit = numberLimits[flag];
  const mend = `pass a whole number from 1 to ${grouped(limit)}, as in --${flag} 20.`;
  if (value === undefined) throw new UsageError(`--${flag} has no value: ${mend}`);
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= 1 && number <= limit)) throw new UsageError(`--${flag} is ${shown(value)}: ${mend}`);
  return number;
}

function fileName(value: string | undefined): string {
  if (value) return value;
  throw new UsageError("--html has no file to write to: pass a name, as in --html run.html.");
}

function knownSwitch(name: string, rawName: string, value: string | undefined): string {
  if (!flags.includes(name)) {
    throw new UsageError(`There is no flag ${rawName}: choose from ${flags.map((flag) => `--${flag}`).join(", ")}.`);
  }
  if (value !== undefined) throw new UsageError(`--${name} takes no value: leave out ${shown(value)}.`);
  return name;
}

/** "npm run demo orders --naive", without the --, keeps --naive from us; npm tells only in the environment. */
function refuseSwallowed(env: Readonly<Record<string, string | undefined>>): void {
  const swallowed = flags.find((flag) => env[`npm_config_${flag.replaceAll("-", "_")}`] !== undefined);
  if (swallowed === undefined) return;
  throw new UsageError(`npm kept --${swallowed} for itself: type -- before it, as in npm run demo -- orders --naive.`);
}

const optionsFrom = ({ numbers, switches: on, html }: Given): DemoOptions => ({
  seed: numbers.get("seed") ?? defaults.seed,
  orders: numbers.get("orders") ?? defaults.orders,
  naive: on.has("naive"),
  sigtermAfter: numbers.get("sigterm-after") ?? defaults.sigtermAfter,
  crashAfter: numbers.get("crash-after") ?? defaults.crashAfter,
  html,
});

const listOfDemos = demos.map(({ name }) => name).join(", ");

/** As typed, with quotes, so that an empty or invisible value can be seen. */
const shown = (value: string): string => JSON.stringify(value);
