// The table of verbs, in the order in which they are listed. The keys of the loop and the command line read the same one.
import { board } from "./board.ts";
import { branch } from "./branch.ts";
import { catchUp } from "./catch-up.ts";
import { doctor } from "./doctor.ts";
import { go, next } from "./go.ts";
import { helpOn } from "./help.ts";
import { hint } from "./hint.ts";
import { list } from "./list.ts";
import { open } from "./open.ts";
import { predict } from "./predict.ts";
import { replay } from "./replay.ts";
import { reset, restore } from "./reset.ts";
import { run, verify } from "./run.ts";
import { diff, solution } from "./solution.ts";
import { status } from "./status.ts";
import { timeline } from "./timeline.ts";
import { types } from "./types.ts";
import type { Verb } from "./verb.ts";

export const verbs: Readonly<Record<string, Verb>> = {
  list,
  run,
  hint,
  predict,
  timeline,
  replay,
  types,
  solution,
  diff,
  open,
  go,
  next,
  reset,
  restore,
  "catch-up": catchUp,
  status,
  verify,
  doctor,
  branch,
  board,
  help: helpOn(() => verbs),
};
