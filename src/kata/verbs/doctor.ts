// doctor: is everything here that the kata needs? A mend for whatever is not.
import { columnsOf, isDumb, wrap } from "#terminal";
import { examine, type Finding } from "../doctor.ts";
import { GREEN, RED } from "../program.ts";
import type { Answer, Request, Verb } from "./verb.ts";

export const doctor: Verb = {
  usage: "doctor",
  does: "is everything here that the kata needs?",
  for: "learners",
  mostWords: 0,
  run: tellFindings,
};

async function tellFindings({ root, output, environment, ink, width }: Request): Promise<Answer> {
  const terminal = {
    isTerminal: output.isTTY,
    columns: columnsOf(output),
    rows: output.rows as number | undefined,
    isDumb: isDumb(environment),
  };
  const findings = await examine({ root, environment, terminal });
  const isWell = findings.every(({ mend, matters }) => mend === undefined || !matters);
  return {
    lines: [
      ...findings.flatMap((finding) =>
        linesOf(finding, width).map((line, index) => (index === 0 ? marked(line, finding) : line)),
      ),
      "",
      isWell ? "All that the lessons need is here." : "Mend what has a ✗, and ask again.",
    ],
    code: isWell ? GREEN : RED,
  };

  function marked(line: string, { mend, matters }: Finding): string {
    if (mend === undefined) return `${ink.good("✓")} ${line}`;
    return `${matters ? ink.bad("✗") : ink.faint("·")} ${line}`;
  }
}

function linesOf({ what, found, mend }: Finding, width: number): readonly string[] {
  const head = `${what.padEnd(12)}${found}`;
  return mend === undefined ? [head] : [head, ...wrap(mend, { first: " ".repeat(14), width })];
}
