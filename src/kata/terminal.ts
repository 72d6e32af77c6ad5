// The terminal: paints pages, hands out keys, and leaves everything as it was.
import { emitKeypressEvents } from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";
import { columnsOf, printed } from "#terminal";

export interface Terminal {
  /** Shows a page in place of the last one. */
  paint(lines: readonly string[]): void;
  /** @param pressed called with each key by its letter; Ctrl-C and the end of the input count as "q" */
  onKey(pressed: (key: string) => void): void;
  /** @param resized called when the window has another size */
  onResize(resized: () => void): void;
  /** Gives the terminal back: cursor visible, keys as before. May be called twice. */
  restore(): void;
}

const CLEAR = "\x1b[H\x1b[2J";
const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";

/** Stands above each page where the last one cannot be taken away. */
const NEXT_PAGE = "----";

/**
 * Takes over a terminal until restore() is called or the process ends, in whatever way.
 * @param redraws whether the terminal knows codes; without them each page comes below the last one
 */
export function openTerminal(input: ReadStream, output: WriteStream, redraws: boolean): Terminal {
  const send = (code: string): void => void (redraws && output.write(code));
  const restore = (): void => {
    if (!input.isRaw) return;
    input.setRawMode(false);
    input.pause();
    send(SHOW_CURSOR);
  };
  emitKeypressEvents(input);
  input.setRawMode(true);
  send(HIDE_CURSOR);
  process.once("exit", restore);
  return {
    paint: (lines) => void output.write(`${redraws ? CLEAR : `${NEXT_PAGE}\n`}${printed(lines, columnsOf(output))}`),
    onKey: (pressed) => {
      input.on("keypress", (text: string | undefined, key: { name?: string; ctrl?: boolean }) => {
        if (key.ctrl) return key.name === "c" || key.name === "d" ? pressed("q") : undefined;
        return pressed(key.name ?? text ?? "");
      });
      input.once("end", () => pressed("q"));
      for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => pressed("q"));
    },
    onResize: (resized) => void output.on("resize", resized),
    restore,
  };
}
