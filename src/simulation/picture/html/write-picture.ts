// Puts a picture into a file, and never in the place of anything else.
import { readFileSync, writeFileSync } from "node:fs";
import { generator } from "./draw-html.ts";

/**
 * Writes a picture, or says why not.
 *
 * @param file where to; an older picture there is replaced
 * @returns undefined when it is written, else one sentence
 */
export function writePicture(file: string, html: string): string | undefined {
  const shown = JSON.stringify(file);
  const old = textOf(file);
  if (old !== undefined && !old.includes(generator)) {
    return `There is a file ${shown} already, and it is not a picture of a run: choose another name.`;
  }
  try {
    // "wx": should a file turn up in between, it stays as it is.
    writeFileSync(file, html, { flag: old === undefined ? "wx" : "w" });
    return undefined;
  } catch (error) {
    return `The picture cannot be written to ${shown} (${reasonOf(error)}): choose another name or folder.`;
  }
}

/** The beginning of what is there; undefined when nothing can be read, which writing will then explain. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").slice(0, 1_000);
  } catch {
    return undefined;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of the path is a file",
  EISDIR: "it is a folder",
  EEXIST: "a file or folder of that name is there",
  EACCES: "writing there is not allowed",
  EPERM: "writing there is not allowed",
  EROFS: "nothing can be written there",
  ENOSPC: "the disk is full",
};

function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
