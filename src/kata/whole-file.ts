// Files that are there whole or not at all, whenever the process is killed.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file: whoever reads it, at whatever moment, reads the old text or the new one.
 *
 * @throws NodeJS.ErrnoException when it cannot be written; then the old text is still there
 */
export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.new`;
  try {
    const file = openSync(aside, "w");
    try {
      writeFileSync(file, text);
      // Before the rename: a name must not point at text that a power cut can still lose.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** A file's text; undefined when it is not there. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
