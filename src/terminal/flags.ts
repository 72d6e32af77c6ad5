// Reads a command line; what cannot be used is refused in one sentence that says what to type instead.
import { parseArgs } from "node:util";
import { insteadOf, nearest } from "./nearest.ts";
import { grouped } from "./numbers.ts";
import { shown, UsageError } from "./usage-error.ts";
import { noBreak } from "./width.ts";

export type Flag =
  /** On or off. */
  | { readonly kind: "switch" }
  /** A whole number. */
  | { readonly kind: "number"; readonly least: number; readonly most: number }
  /** The name of a file to write to. */
  | { readonly kind: "file" };

export type Flags = Readonly<Record<string, Flag>>;

/** How a program is called. */
export interface Usage<Known extends Flags> {
  readonly flags: Known;
  /** What stands before the flags in an example: "npm run demo -- orders". */
  readonly command: string;
  /** How many words it takes, such as the name of a demo. Default: none. */
  readonly mostWords?: number;
}

type ValueOf<One extends Flag> = One["kind"] extends "switch"
  ? boolean
  : One["kind"] extends "number"
    ? number | undefined
    : string | undefined;

/** A command line that can be used. */
export interface CommandLine<Known extends Flags> {
  readonly words: readonly string[];
  readonly flags: { readonly [Name in keyof Known]: ValueOf<Known[Name]> };
  /** The flags that were given, in their order. */
  readonly given: readonly string[];
  /** Whether --help or -h was given: then nothing else was looked at but the spelling of the flags. */
  readonly help: boolean;
}

/**
 * Reads a command line.
 *
 * @example readCommandLine(["3", "--all"], env, { flags: { all: { kind: "switch" } }, command: "npm run lesson 3", mostWords: 1 })
 * @param args what follows the program's name
 * @param environment to find flags that npm took for its own
 * @throws UsageError when a flag is unknown, has no value that it can have, or there is a word too many
 */
export function readCommandLine<const Known extends Flags>(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  usage: Usage<Known>,
): CommandLine<Known> {
  const { mostWords = 0 } = usage;
  const names = Object.keys(usage.flags);
  const values: Record<string, boolean | number | string | undefined> = Object.fromEntries(
    names.map((name) => [name, usage.flags[name]?.kind === "switch" ? false : undefined]),
  );
  const given: string[] = [];
  const words: string[] = [];
  let help = false;
  for (const token of tokensOf(args, usage.flags)) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flagNamed(token, usage.flags);
    if (token.name === "help") help = true;
    else {
      values[token.name] = valueFor(token, flag, usage);
      given.push(token.name);
    }
  }
  if (!help) {
    for (const name of keptByNpm(environment, usage)) {
      values[name] = true;
      given.push(name);
    }
    refuseWord(words[mostWords], usage);
  }
  return { words, flags: values as CommandLine<Known>["flags"], given, help };
}

interface Option {
  readonly name: string;
  /** As typed: "-n". */
  readonly rawName: string;
  readonly value?: string | undefined;
}

function tokensOf(args: readonly string[], flags: Flags) {
  const options = {
    ...Object.fromEntries(
      Object.entries(flags).map(([name, { kind }]) => [name, { type: kind === "switch" ? "boolean" : "string" }]),
    ),
    help: { type: "boolean", short: "h" },
  } as Record<string, { type: "boolean" | "string"; short?: string }>;
  // Not strict: its sentences would not say what to type instead.
  return parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens;
}

const helpFlag: Flag = { kind: "switch" };

function flagNamed({ name, rawName, value }: Option, flags: Flags): Flag {
  const flag = name === "help" ? helpFlag : Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (!flag)
    throw new UsageError(
      `There is no flag ${printable(rawName)}: ${insteadOf(name, [...Object.keys(flags), "help"], dashed)}`,
    );
  if (flag.kind === "switch" && value !== undefined) {
    throw new UsageError(`--${name} takes no value: leave out ${shown(value)}.`);
  }
  return flag;
}

/** A flag with a control character in it must not reach the terminal. */
const printable = (word: string): string => shown(word).slice(1, -1);

function valueFor({ name, value }: Option, flag: Flag, usage: Usage<Flags>): boolean | number | string {
  switch (flag.kind) {
    case "switch":
      return true;
    case "number":
      return wholeNumber(name, value, flag, usage);
    case "file":
      // A flag in its place means that the name was forgotten; a file of that name is written as ./--name.
      if (value && !value.startsWith("--")) return value;
      throw new UsageError(`--${name} has no file to write to: pass a name, as in ${example(name, usage)}.`);
  }
}

function wholeNumber(
  name: string,
  value: string | undefined,
  { least, most }: Flag & { readonly kind: "number" },
  usage: Usage<Flags>,
): number {
  const mend = `pass a whole number from ${grouped(least)} to ${grouped(most)}, as in ${example(name, usage)}.`;
  if (value === undefined) throw new UsageError(`--${name} has no value: ${mend}`);
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most)) throw new UsageError(`--${name} is ${shown(value)}: ${mend}`);
  return number;
}

/**
 * "npm run demo orders --naive", without the --, keeps --naive from us; npm tells only in the environment. A switch is
 * understood all the same. A value was left behind as a word, and nobody knows any more which flag it was for.
 */
function keptByNpm(environment: Readonly<Record<string, string | undefined>>, usage: Usage<Flags>): readonly string[] {
  const kept = Object.keys(usage.flags).filter((name) => {
    const left = environment[`npm_config_${name.replaceAll("-", "_")}`];
    return left !== undefined && (usage.flags[name]?.kind !== "switch" || left === "true");
  });
  const valued = kept.find((name) => usage.flags[name]?.kind !== "switch");
  if (valued === undefined) return kept;
  throw new UsageError(`npm kept --${valued} for itself: type -- before it, as in ${example(valued, usage)}.`);
}

function refuseWord(word: string | undefined, usage: Usage<Flags>): void {
  if (word === undefined) return;
  const names = Object.keys(usage.flags);
  const near = nearest(word, names);
  const [flag = "help"] = near === undefined ? names : [near];
  const mend =
    near === undefined ? `flags go after --, as in ${example(flag, usage)}.` : `did you mean ${dashed(flag)}?`;
  throw new UsageError(`${shown(word)} is one word too many: ${mend}`);
}

/** In one piece, to be copied. npm needs a -- before flags, once. */
function example(name: string, { flags, command }: Usage<Flags>): string {
  const value = { switch: "", number: " 20", file: " run.html" }[flags[name]?.kind ?? "switch"];
  const separator = command.includes(" --") ? "" : " --";
  return `${command}${separator} --${name}${value}`.replaceAll(" ", noBreak);
}

const dashed = (name: string): string => `--${name}`;
