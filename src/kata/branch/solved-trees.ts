// The tree of a commit with some of its lessons solved. Git makes trees out of trees (mktree): no index and no file takes part.
import { UsageError } from "#terminal";
import { EXERCISE, NOT_WRITTEN } from "../lessons.ts";
import { type Git, readable, readObjects } from "./git.ts";

interface Entry {
  readonly mode: string;
  readonly type: string;
  readonly hash: string;
  /** From the root of the commit. */
  readonly path: string;
}

/** A lesson of a commit, and what it would be with its solution in it. */
export interface CommittedLesson {
  /** "03-cursors" */
  readonly name: string;
  /** "03" */
  readonly number: string;
  /** The tree of its folder with the solution in the place of the exercise. */
  readonly solved: string;
}

/** The trees of a commit in which some lessons are solved. */
export class SolvedTrees {
  readonly lessons: readonly CommittedLesson[];
  readonly #git: Git;
  readonly #entries: readonly Entry[];

  /** @throws UsageError when the commit has no lessons, or one that is no starter or has no solution */
  constructor(git: Git, commit: string) {
    this.#git = git;
    // Between null bytes, since a name may hold anything else.
    const lines = git.answer(["ls-tree", "-r", "-t", "-z", "--full-tree", commit]).split("\0");
    this.#entries = lines.filter((line) => line !== "").map(readEntry);
    const folders = childrenOf(this.#entries, "lessons").filter(
      ({ type, path }) => type === "tree" && /^lessons\/\d+-./.test(path),
    );
    if (folders.length === 0) throw new UsageError("The last commit has no lessons: commit them first.");
    this.lessons = this.#solve(folders.map(({ path }) => path.slice("lessons/".length)));
  }

  /**
   * For each set of lessons the tree in which these are solved, and all else is as in the commit.
   */
  with(sets: readonly (readonly CommittedLesson[])[]): readonly string[] {
    const folders = sets.map((solved) => {
      const trees = new Map(solved.map((lesson) => [`lessons/${lesson.name}`, lesson.solved]));
      return childrenOf(this.#entries, "lessons").map((entry) => ({
        ...entry,
        hash: trees.get(entry.path) ?? entry.hash,
      }));
    });
    const lessons = makeTrees(this.#git, folders);
    const roots = lessons.map((hash) =>
      childrenOf(this.#entries, "").map((entry) => (entry.path === "lessons" ? { ...entry, hash } : entry)),
    );
    return makeTrees(this.#git, roots);
  }

  #solve(names: readonly string[]): readonly CommittedLesson[] {
    const hashes = new Map(this.#entries.map(({ path, hash }) => [path, hash]));
    const exercises = names.map((name) => {
      const path = `lessons/${name}/${EXERCISE}`;
      const hash = hashes.get(path);
      if (hash !== undefined) return { path, hash };
      throw new UsageError(`The last commit has no ${readable(path)}: put it back, and commit it.`);
    });
    const texts = readObjects(
      this.#git,
      exercises.map(({ hash }) => hash),
    );
    const solved = exercises.find((_, place) => !texts[place]?.includes(NOT_WRITTEN));
    if (solved) {
      throw new UsageError(
        `${readable(solved.path)} is no starter in the last commit, it does not say "${NOT_WRITTEN}": commit the starter, and keep what you wrote elsewhere.`,
      );
    }
    const folders = names.map((name) => {
      const path = `solutions/${name}/${EXERCISE}`;
      const hash = hashes.get(path);
      if (hash === undefined) {
        throw new UsageError(`The last commit has no ${readable(path)}: write it, and commit it.`);
      }
      const entries = childrenOf(this.#entries, `lessons/${name}`);
      return entries.map((entry) => (entry.path.endsWith(`/${EXERCISE}`) ? { ...entry, hash } : entry));
    });
    const trees = makeTrees(this.#git, folders);
    const lessons = names
      .map((name, place) => ({ name, number: numberOf(name), solved: trees[place] as string }))
      .toSorted((a, b) => Number(a.number) - Number(b.number));
    refuseTwins(lessons);
    return lessons;
  }
}

/** "03" of "03-cursors" and of "3-cursors". */
const numberOf = (name: string): string => String(Number.parseInt(name, 10)).padStart(2, "0");

function refuseTwins(lessons: readonly CommittedLesson[]): void {
  for (const [place, { number, name }] of lessons.entries()) {
    const before = lessons[place - 1];
    if (before?.number !== number) continue;
    throw new UsageError(
      `Two lessons have the number ${number}, ${readable(before.name)} and ${readable(name)}: rename one of them.`,
    );
  }
}

function readEntry(line: string): Entry {
  const [facts = "", ...path] = line.split("\t");
  const [mode = "", type = "", hash = ""] = facts.split(" ");
  return { mode, type, hash, path: path.join("\t") };
}

/** What is in a folder, without what is in its folders; "" is the root. */
function childrenOf(entries: readonly Entry[], folder: string): readonly Entry[] {
  const before = folder === "" ? "" : `${folder}/`;
  return entries.filter(({ path }) => path.startsWith(before) && !path.slice(before.length).includes("/"));
}

/** Makes trees, all of them in one go; a null byte ends each entry, and an empty one a tree. */
function makeTrees(git: Git, trees: readonly (readonly Entry[])[]): readonly string[] {
  const entry = ({ mode, type, hash, path }: Entry) => `${mode} ${type} ${hash}\t${path.split("/").at(-1)}\0`;
  return git
    .answer(["mktree", "-z", "--batch"], trees.map((tree) => `${tree.map(entry).join("")}\0`).join(""))
    .split("\n");
}
