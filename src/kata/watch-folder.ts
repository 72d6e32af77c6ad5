// Tells when a TypeScript file of a folder was saved, however the editor does it.
import { watch, type FSWatcher } from "node:fs";

/** Editors write in several steps (truncate and write; write aside and rename): one save, one call. */
const DEBOUNCE_MS = 30;

/**
 * Watches a folder, not its files: a save by rename gives the file a new identity, and a watched file would go silent.
 * @param folder absolute path
 * @param changed called after each save, deletion or restoration of a .ts file in it
 * @returns ends the watching; a folder that cannot be watched is simply silent, and `r` still runs the specs
 */
export function watchFolder(folder: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, (_event, file) => {
      if (!isSource(file)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, DEBOUNCE_MS);
    });
    watcher.on("error", () => watcher?.close());
  } catch {
    // No such folder, or no watches left.
  }
  return () => {
    clearTimeout(timer);
    watcher?.close();
  };
}

/**
 * Whether a change to this file can change a verdict. An editor's own files cannot: .exercise.ts.swp, exercise.ts~, 4913.
 * @param file name in the folder; null where the system does not tell it
 */
export function isSource(file: string | null): boolean {
  return file === null || /^[^.].*\.ts$/.test(file);
}
