// Commits as git keeps them: read, made, and known again as made here.
import type { Git } from "./git.ts";

/** What is read of a commit. */
export interface Commit {
  readonly hash: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** The lines that say who made it and when, and in which encoding, as they are. */
  readonly people: readonly string[];
  readonly message: string;
}

/** What a commit made here is for: its first line, and the name of the branch or tag. */
interface Purpose {
  readonly name: string;
  readonly subject: string;
}

/**
 * Reads a commit.
 *
 * @param text as git keeps it
 */
export function readCommit(hash: string, text: string): Commit {
  const [head = "", ...rest] = text.split("\n\n");
  const lines = head.split("\n");
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const [tree = ""] = values("tree");
  const people = lines.filter((line) => /^(?:author|committer|encoding) /.test(line));
  return { hash, tree, parents: values("parent"), people, message: rest.join("\n\n") };
}

/**
 * Makes the child of a commit that has another tree, by the same people at the same time: whoever makes it from this commit
 * gets the same hash.
 *
 * @returns its hash
 */
export function makeChild(git: Git, parent: Commit, tree: string, { name, subject }: Purpose): string {
  // Written as bytes, since "git commit-tree" takes names and their encoding from the settings of whoever calls it.
  const text = [
    `tree ${tree}`,
    `parent ${parent.hash}`,
    ...parent.people,
    "",
    subject,
    "",
    'Made by "npm run kata -- branch", which makes it anew: do not edit.',
    "",
    `${trailer}: ${name} ${parent.hash} ${tree}`,
    "",
  ].join("\n");
  return git.answer(["hash-object", "-t", "commit", "-w", "--stdin"], text);
}

const trailer = "Kata-Made";

/** Whether a commit was made here, and is as it was made: one that somebody amended or put elsewhere is not. */
export function isMadeHere({ tree, parents, message }: Commit): boolean {
  const lines = message.trimEnd().split("\n");
  const [, parent, itsTree] = new RegExp(`^${trailer}: \\S+ (\\w+) (\\w+)$`).exec(lines.at(-1) ?? "") ?? [];
  return parents.length === 1 && parents[0] === parent && tree === itsTree;
}
