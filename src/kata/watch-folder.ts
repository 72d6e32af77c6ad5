// Tells when a TypeScript file of a folder was saved, however the editor does it, and wherever the folder lies.
import { readdirSync, statSync, watch, type FSWatcher } from "node:fs";
import { join } from "node:path";

/** Editors write in several steps (truncate and write; write aside and rename): one save, one call. */
const DEBOUNCE_MS = 30;

/** So often the files are looked at, for folders in which saves cause no events: mounts, network drives, renamed ones. */
const POLL_MS = 1_000;

/**
 * Watches a folder, not its files: a save by rename gives the file a new identity, and a watched file would go silent.
 * @param folder absolute path
 * @param changed called after each save, deletion or restoration of a .ts file in it
 * @param pollMs how often the files are looked at all the same: milliseconds
 * @returns ends the watching
 */
export function watchFolder(folder: string, changed: () => void, pollMs = POLL_MS): () => void {
  let timer: NodeJS.Timeout | undefined;
  let known = stateOf(folder);
  const notice = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      known = stateOf(folder);
      changed();
    }, DEBOUNCE_MS);
  };
  const watcher = eventsOf(folder, notice);
  const poll = setInterval(() => {
    const state = stateOf(folder);
    if (state === known) return;
    known = state;
    notice();
  }, pollMs);
  poll.unref();
  return () => {
    clearTimeout(timer);
    clearInterval(poll);
    watcher?.close();
  };
}

/** Calls at each event; never where there is no such folder, or no watches are left. */
function eventsOf(folder: string, notice: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, (_event, file) => {
      if (isSource(file)) notice();
    });
    return watcher.on("error", () => watcher.close());
  } catch {
    return undefined;
  }
}

/** What changes with each save: names, times and sizes. */
function stateOf(folder: string): string {
  try {
    const files = readdirSync(folder).filter(isSource).toSorted();
    return files.map((file) => stateOfFile(join(folder, file))).join("\n");
  } catch {
    return "none";
  }
}

function stateOfFile(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${path} ${mtimeMs} ${size} ${ino}`;
}

/**
 * Whether a change to this file can change a verdict. An editor's own files cannot: .exercise.ts.swp, exercise.ts~, 4913.
 * @param file name in the folder; null where the system does not tell it
 */
export function isSource(file: string | null): boolean {
  return file === null || /^[^.].*\.ts$/.test(file);
}
