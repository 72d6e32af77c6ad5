// Where a thread hangs: asks the debugger of the vitest worker for the line that it is at, through Node's own inspector.
import { Session } from "node:inspector";

/** A line of the code that runs, counted from 0, in the file as Vite has transformed it. */
export interface RunningLine {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Message {
  readonly method?: string;
  readonly params?: {
    readonly scriptId?: string;
    readonly url?: string;
    readonly callFrames?: readonly {
      readonly location: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number };
    }[];
  };
}

/** An answer takes some 50 ms; without one the message simply names no line. */
const PATIENCE_MS = 500;

/**
 * Interrupts the hanging vitest thread and reads its call stack. The thread cannot be used afterwards: end it.
 * @param isWanted tells which files count
 * @returns the innermost line in such a file, or undefined when the debugger does not answer
 */
export async function whereItHangs(isWanted: (file: string) => boolean): Promise<RunningLine | undefined> {
  const session = new Session();
  session.connect();
  try {
    return await new Promise((resolve) => {
      setTimeout(resolve, PATIENCE_MS, undefined);
      interrupt(session, isWanted, resolve);
    });
  } finally {
    session.disconnect();
  }
}

function interrupt(session: Session, isWanted: (file: string) => boolean, found: (line: RunningLine) => void): void {
  const files = new Map<string, string>();
  session.on("NodeWorker.attachedToWorker", ({ params: { sessionId, workerInfo } }) => {
    // tsx keeps a worker of its own; pausing that one would stop us too.
    if (!workerInfo.url.includes("/vitest/dist/workers/")) return;
    for (const [id, method] of ["Debugger.enable", "Debugger.pause"].entries()) {
      session.post("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify({ id, method }) });
    }
  });
  session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
    const { method, params: said } = JSON.parse(params.message) as Message;
    if (method === "Debugger.scriptParsed" && said?.scriptId && said.url) {
      files.set(said.scriptId, said.url.replace(/^file:\/\//, ""));
    }
    if (method !== "Debugger.paused") return;
    for (const { location } of said?.callFrames ?? []) {
      const file = files.get(location.scriptId);
      if (file && isWanted(file)) return found({ file, line: location.lineNumber, column: location.columnNumber });
    }
  });
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
}
