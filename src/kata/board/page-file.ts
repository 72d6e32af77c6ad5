// The page of a board as a file: whole at every moment, since a browser asks for it meanwhile, and in nothing else's place.
import { shown } from "#terminal";
import { textOf, writeWhole } from "../whole-file.ts";
import { generator } from "./board-page.ts";

/**
 * Writes a page, or says why not.
 *
 * @param path where to; an older page of a board is replaced
 * @returns undefined when it is written, else one sentence
 */
export function writePage(path: string, html: string): string | undefined {
  try {
    const old = textOf(path);
    if (old !== undefined && !old.includes(generator)) {
      return `There is a file ${shown(path)} already, and it is no board: choose another name.`;
    }
    writeWhole(path, html);
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return `The board cannot be written to ${shown(path)} (${code ?? message}): choose another name or folder.`;
  }
}
