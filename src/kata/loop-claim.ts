// Two loops in one folder both work, and each of them runs after each save: the second one is told.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { textOf, writeWhole } from "./whole-file.ts";

export interface LoopClaim {
  /** Said when another loop is open. */
  readonly note: string | undefined;
  readonly end: () => void;
}

/** @param pid of this process */
export function claimLoop(root: string, pid: number = process.pid): LoopClaim {
  const file = join(root, ".kata", "loop.pid");
  const other = Number(textOf(file));
  if (other > 0 && other !== pid && isAlive(other)) {
    return { note: `Another npm start is open in this folder (process ${other}): close one of them.`, end: () => {} };
  }
  try {
    writeWhole(file, String(pid));
  } catch {
    // A folder that cannot be written to has a sentence elsewhere.
    return { note: undefined, end: () => {} };
  }
  return { note: undefined, end: () => rmSync(file, { force: true }) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
