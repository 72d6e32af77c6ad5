// The terminal: paints pages, hands out keys, and leaves everything as it was.
import { emitKeypressEvents } from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";
import { columnsOf, printed } from "#terminal";
import type { Size } from "./screen.ts";

export interface Terminal {
  /** Shows a page in place of the last one. */
  paint(lines: readonly string[]): void;
  /** How much room there is now. */
  size(): Size;
  /**
   * @param pressed called with each key by its name ("h", "up", "return"), and the text that it types; Ctrl-C and the end
   *   of the input count as "ctrl-c"
   */
  onKey(pressed: (key: string, text: string) => void): void;
  /** @param resized called when the window has another size, or is looked at again */
  onResize(resized: () => void): void;
  /** Gives the terminal back: keys as before. May be called twice. */
  restore(): void;
}

const CLEAR = "\x1b[H\x1b[2J";

/** Stands above each page where the last one cannot be taken away. */
const NEXT_PAGE = "----";

/**
 * Takes over a terminal until restore() is called or the process ends, in whatever way. The cursor stays to be seen: a
 * process that is killed could not bring it back.
 * @param redraws whether the terminal knows codes; without them each page comes below the last one
 */
export function openTerminal(input: ReadStream, output: WriteStream, redraws: boolean): Terminal {
  let resized: (() => void) | undefined;
  const take = (): void => void input.setRawMode(true);
  const restore = (): void => {
    if (!input.isRaw) return;
    input.setRawMode(false);
    input.pause();
  };
  /** As every program does at Ctrl-Z: the shell comes back, and `fg` goes on here. */
  const suspend = (): void => {
    if (process.platform === "win32") return;
    restore();
    process.once("SIGCONT", () => {
      take();
      input.resume();
      resized?.();
    });
    process.kill(process.pid, "SIGTSTP");
  };
  emitKeypressEvents(input);
  take();
  process.once("exit", restore);
  return {
    paint: (lines) => void output.write(`${redraws ? CLEAR : `${NEXT_PAGE}\n`}${printed(lines, columnsOf(output))}`),
    size: () => ({ columns: columnsOf(output), rows: redraws && output.rows > 0 ? output.rows : Infinity }),
    onKey: (pressed) => {
      input.on("keypress", (text: string | undefined, key: { name?: string; ctrl?: boolean; meta?: boolean }) => {
        if (key.ctrl && key.name === "z") return suspend();
        if (key.ctrl) return key.name === "c" || key.name === "d" ? pressed("ctrl-c", "") : undefined;
        return pressed(key.name ?? text ?? "", text ?? "");
      });
      input.once("end", () => pressed("ctrl-c", ""));
      for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => pressed("ctrl-c", ""));
    },
    onResize: (call) => {
      resized = call;
      output.on("resize", call);
    },
    restore,
  };
}
