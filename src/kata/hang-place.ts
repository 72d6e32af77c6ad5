// Where a thread hangs: asks the debugger of the vitest worker for the line that it is at, through Node's own inspector.
import { Session } from "node:inspector";
import { fileURLToPath } from "node:url";

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

/** An answer takes some 50 ms, and seconds on a busy machine; without one the message names no line. */
const PATIENCE_MS = 5_000;

/**
 * Interrupts the hanging vitest thread and reads its call stack.
 * @param isWanted tells which files count
 * @returns the innermost line in such a file, or undefined when the debugger does not answer
 */
export async function whereItHangs(isWanted: (file: string) => boolean): Promise<RunningLine | undefined> {
  const session = new Session();
  const threads: string[] = [];
  session.connect();
  session.on("NodeWorker.attachedToWorker", ({ params: { sessionId, workerInfo } }) => {
    // tsx keeps a worker of its own; pausing that one would stop us too.
    if (!workerInfo.url.includes("/vitest/dist/workers/")) return;
    threads.push(sessionId);
    tell(session, sessionId, "Debugger.enable");
    tell(session, sessionId, "Debugger.pause");
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, undefined);
      listen(session, isWanted, resolve);
      session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
    });
  } finally {
    clearTimeout(timer);
    // A thread that is paused cannot be terminated, and keeps the process from ending: let each of them go on.
    for (const thread of threads) tell(session, thread, "Debugger.disable");
    session.disconnect();
  }
}

function listen(session: Session, isWanted: (file: string) => boolean, found: (line: RunningLine) => void): void {
  const files = new Map<string, string>();
  session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
    const { method, params: said } = JSON.parse(params.message) as Message;
    if (method === "Debugger.scriptParsed" && said?.scriptId && said.url) {
      files.set(said.scriptId, said.url.startsWith("file:") ? fileURLToPath(said.url) : said.url);
    }
    if (method !== "Debugger.paused") return;
    const lines = (said?.callFrames ?? []).map(({ location }) => ({
      file: files.get(location.scriptId) ?? "",
      line: location.lineNumber,
      column: location.columnNumber,
    }));
    const line = lines.find(({ file }) => isWanted(file));
    if (line) return found(line);
    // Caught between two turns, in the engine or in Node: let it run on and look again.
    tell(session, params.sessionId, "Debugger.resume");
    tell(session, params.sessionId, "Debugger.pause");
  });
}

function tell(session: Session, sessionId: string, method: string): void {
  session.post("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify({ id: 1, method }) });
}
