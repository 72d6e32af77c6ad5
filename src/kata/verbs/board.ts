// board DIR…: where the room is, out of what each learner's kata keeps up to date.
import { resolve } from "node:path";
import { UsageError, wrap } from "#terminal";
import { boardPage, REFRESH_SECONDS } from "../board/board-page.ts";
import { boardText } from "../board/board-text.ts";
import { writePage } from "../board/page-file.ts";
import { again, stopRequest } from "../board/rewrite.ts";
import { readRoom } from "../board/room.ts";
import { GREEN, RED, say } from "../program.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const board: Verb = {
  usage: "board DIR…",
  does: "where the room is; alone, how to ask",
  for: "instructors",
  mostWords: Infinity,
  flags: { html: { kind: "file" }, watch: { kind: "switch" } },
  run: showBoard,
};

const HELP: readonly string[] = [
  `  ${COMMAND} board ../room`,
  "    a folder that holds checkouts, or files NAME.json: status --json of each",
  `  ${COMMAND} board ../table-4 table-5.json`,
  "    a checkout, and such a file",
  `  ${COMMAND} board ../room --html board.html --watch`,
  `    a page for the projector, too, written anew every ${REFRESH_SECONDS} seconds until Ctrl-C`,
];

async function showBoard(request: Request): Promise<Answer> {
  const { root, words, flags, output, width, now = () => new Date() } = request;
  if (words.length === 0) throw new UsageError("Whose board? Name the folders of the learners:", HELP);
  const html = typeof flags["html"] === "string" ? flags["html"] : undefined;
  if (flags["watch"] === true && html === undefined) {
    throw new UsageError("--watch writes a page anew: name it, as in --html board.html.");
  }
  const room = readRoom(root, words);
  const code = room.learners.length > 0 ? GREEN : RED;
  const text = boardText(room, { now: now(), width });
  if (html === undefined) return { lines: text, code };
  const refused = writePage(resolve(root, html), boardPage(room, now()));
  if (refused !== undefined) throw new UsageError(refused);
  const written = `The page is in ${html}: open it in a browser.`;
  if (flags["watch"] !== true) return { lines: [...text, "", ...wrap(written, { width })], code };

  const watched = `${written} It is written anew every ${REFRESH_SECONDS} seconds, until Ctrl-C.`;
  await say(output, [...text, "", ...wrap(watched, { width })], code);
  const { signal, done } = stopRequest();
  let trouble: string | undefined;
  await again(
    () => {
      const found = writePage(resolve(root, html), boardPage(readRoom(root, words), now()));
      // Said once, not every five seconds; it may pass, as when another program holds the file.
      if (found !== undefined && found !== trouble) void say(output, wrap(found, { width }), code);
      trouble = found;
    },
    REFRESH_SECONDS * 1_000,
    signal,
  );
  done();
  return { lines: [], code: GREEN };
}
