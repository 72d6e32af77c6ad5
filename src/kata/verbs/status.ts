// status [--json]: where the learner is, for a board and for scripts.
import { GREEN } from "../program.ts";
import { statusOf } from "../status.ts";
import type { Answer, Request, Verb } from "./verb.ts";

export const status: Verb = {
  usage: "status [--json]",
  does: "where you are; --json for scripts",
  for: "learners",
  mostWords: 0,
  flags: { json: { kind: "switch" } },
  run: tellStatus,
};

async function tellStatus({ root, lessons, environment, flags, now = () => new Date() }: Request): Promise<Answer> {
  const told = statusOf({ root, lessons, environment, now: now() });
  if (flags["json"] === true) return { lines: JSON.stringify(told, null, 2).split("\n"), code: GREEN };
  const solved = told.lessons.filter(({ solved: isSolved }) => isSolved).length;
  const here = told.lessons.find(({ name }) => name === told.here);
  const at = here
    ? ` You are at ${here.name}: ${here.total === 0 ? "not run yet" : `${here.green} of ${here.total} specs green`}.`
    : "";
  return { lines: [`${solved} of ${told.lessons.length} lessons are solved.${at}`], code: GREEN };
}
