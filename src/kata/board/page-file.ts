// The page of a board as a file: whole at every moment, since a browser asks for it meanwhile, and in nothing else's place.
import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { shown } from "#terminal";
import { generator } from "./board-page.ts";

/**
 * Writes a page, or says why not.
 *
 * @param path where to; an older page of a board is replaced
 * @returns undefined when it is written, else one sentence
 */
export function writePage(path: string, html: string): string | undefined {
  const aside = `${path}.${randomUUID().slice(0, 8)}.new`;
  try {
    const old = textOf(path);
    if (old !== undefined && !old.includes(generator)) {
      return `There is a file ${shown(path)} already, and it is no board: choose another name.`;
    }
    writeFileSync(aside, html, { flag: "wx" });
    renameSync(aside, path);
    return undefined;
  } catch (error) {
    rmSync(aside, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    return `The board cannot be written to ${shown(path)} (${code ?? message}): choose another name or folder.`;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
