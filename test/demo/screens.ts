// Stands in for the process around the demo: a pipe or a terminal that keep what they are given, and time that flies.
import { Writable } from "node:stream";
import { demo } from "../../src/demo/index.ts";

interface Played {
  readonly exitCode: number;
  /** Everything that was written, control characters included. */
  readonly output: string;
  readonly errors: string;
  /** Every wait that was asked for, in milliseconds. */
  readonly pauses: readonly number[];
}

interface Setting {
  /** Columns of the terminal; a pipe when left out. */
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the demo with these words on the command line. */
export async function play(commandLine: string, setting: Setting = {}): Promise<Played> {
  return await playArgs(commandLine.split(" ").filter(Boolean), setting);
}

export async function playArgs(args: readonly string[], { columns, env = {} }: Setting = {}): Promise<Played> {
  const output = keeper(columns);
  const errors = keeper(undefined);
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  const exitCode = await demo(args, { screen: output.stream, errors: errors.stream, env, pause });
  return { exitCode, output: output.text(), errors: errors.text(), pauses };
}

function keeper(columns: number | undefined) {
  let kept = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      kept += chunk.toString();
      done();
    },
  });
  if (columns !== undefined) Object.assign(stream, { isTTY: true, columns });
  return { stream, text: () => kept };
}

export const escape = "\u001b";

/** What is to be seen on a terminal at the end: knows carriage return, newline and "erase to the end of the line". */
export function lastPicture(output: string): string {
  const lines = [""];
  let column = 0;
  for (const [part] of output.matchAll(written)) {
    const line = lines.at(-1) ?? "";
    if (part === "\n") lines.push("");
    if (part === "\n" || part === "\r") column = 0;
    else if (part === `${escape}[K`) lines[lines.length - 1] = line.slice(0, column);
    else {
      lines[lines.length - 1] = line.slice(0, column) + part + line.slice(column + part.length);
      column += part.length;
    }
  }
  return lines.join("\n");
}

const written = new RegExp(`${escape}\\[K|[\\r\\n]|[^\\r\\n${escape}]+`, "gu");
