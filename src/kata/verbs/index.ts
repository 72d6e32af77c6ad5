// The table of verbs, in the order in which they are listed. The keys of the loop and the command line read the same one.
import { board } from "./board.ts";
import { branch } from "./branch.ts";
import { hint } from "./hint.ts";
import { list } from "./list.ts";
import { replay } from "./replay.ts";
import type { Verb } from "./verb.ts";

export const verbs: Readonly<Record<string, Verb>> = { hint, list, replay, branch, board };
