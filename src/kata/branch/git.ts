// Git as a program that is asked: what it prints, or one sentence about why it does not.
import { spawnSync } from "node:child_process";
import { UsageError } from "#terminal";

/** Where a hook or a shell points git to another repository or index than the one of the folder. */
const elsewhere = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
];

/** What git prints is bytes: a name or a path may be in any encoding. Latin-1 loses none of them. */
const bytes = "latin1";

const mostBytes = 64 * 1024 * 1024;

interface Ended {
  readonly output: string;
  /** Why git refused, in its own words; undefined when it did what was asked. */
  readonly refused: string | undefined;
}

export class Git {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.#folder = folder;
    const kept = Object.entries(environment).filter(([name]) => !elsewhere.includes(name));
    // A replaced object would change hashes that are to be the same everywhere.
    this.#environment = { ...Object.fromEntries(kept), GIT_NO_REPLACE_OBJECTS: "1", LC_ALL: "C" };
  }

  /**
   * Asks git, where a refusal is an answer.
   *
   * @param input for git to read
   * @throws UsageError when there is no git
   */
  ask(words: readonly string[], input = ""): Ended {
    const { status, stdout, stderr, error } = spawnSync("git", words, {
      cwd: this.#folder,
      env: this.#environment,
      input: Buffer.from(input, bytes),
      encoding: bytes,
      maxBuffer: mostBytes,
      windowsHide: true,
    });
    if (error) throw new UsageError(notStarted(error));
    return { output: stdout, refused: status === 0 ? undefined : reasonIn(stderr) };
  }

  /**
   * What git answers, without the newline at its end.
   *
   * @throws UsageError with git's own words when it refuses
   */
  answer(words: readonly string[], input?: string): string {
    const { output, refused } = this.ask(words, input);
    if (refused === undefined) return output.replace(/\n$/, "");
    throw new UsageError(`Git refuses "git ${words[0]}" here (${refused}): nothing was changed.`);
  }
}

/**
 * Objects by their hashes, all of them in one go.
 *
 * @returns the text of each, in the same order
 */
export function readObjects(git: Git, hashes: readonly string[]): readonly string[] {
  if (hashes.length === 0) return [];
  let left = git.answer(["cat-file", "--batch"], hashes.map((hash) => `${hash}\n`).join(""));
  return hashes.map((hash) => {
    const [header = ""] = left.split("\n", 1);
    const size = Number(/^\w+ \w+ (\d+)$/.exec(header)?.[1] ?? Number.NaN);
    if (Number.isNaN(size))
      throw new UsageError(`Git has no object ${hash.slice(0, 7)} here: clone the repository anew.`);
    const text = left.slice(header.length + 1, header.length + 1 + size);
    left = left.slice(header.length + 1 + size + 1);
    return text;
  });
}

/** Text for people out of git's bytes. */
export const readable = (text: string): string => Buffer.from(text, bytes).toString("utf8");

function notStarted(error: NodeJS.ErrnoException): string {
  return error.code === "ENOENT"
    ? "Git was not found: install it, and open a new terminal."
    : `Git could not be started (${error.message}): nothing was changed.`;
}

const reasonIn = (stderr: string): string =>
  readable(stderr)
    .split("\n", 1)[0]
    ?.replace(/^(?:fatal|error): /, "")
    .replace(/[.\s]+$/, "") || "it does not say why";
