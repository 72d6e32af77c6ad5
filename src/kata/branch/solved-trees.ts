// The tree of a commit with some of its lessons solved. Git makes trees out of trees (mktree): no index and no file takes part.
import { UsageError } from "#terminal";
import { EXERCISE, NOT_WRITTEN } from "../lessons.ts";
import { type Git, readable } from "./git.ts";

interface Entry {
  readonly mode: string;
  readonly type: string;
  readonly hash: string;
  readonly name: string;
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
  readonly #root: readonly Entry[];
  readonly #folders: readonly Entry[];

  /** @throws UsageError when the commit has no lessons, or one that is no starter or has no solution */
  constructor(git: Git, commit: string) {
    this.#git = git;
    this.#root = entriesOf(git, commit);
    const folder = this.#root.find(({ name, type }) => name === "lessons" && type === "tree");
    this.#folders = folder ? entriesOf(git, folder.hash) : [];
    const named = this.#folders.filter(({ name, type }) => type === "tree" && /^\d+-./.test(name));
    this.lessons = named
      .map((lesson) => committedLesson(git, commit, lesson))
      .toSorted((a, b) => Number(a.number) - Number(b.number));
    if (this.lessons.length === 0) throw new UsageError("The last commit has no lessons: commit them first.");
    refuseTwins(this.lessons);
  }

  /** The tree in which these lessons are solved, and all else is as in the commit. */
  with(solved: readonly CommittedLesson[]): string {
    const hashes = new Map(solved.map((lesson) => [lesson.name, lesson.solved]));
    const lessons = treeOf(
      this.#git,
      this.#folders.map((entry) => ({ ...entry, hash: hashes.get(entry.name) ?? entry.hash })),
    );
    return treeOf(
      this.#git,
      this.#root.map((entry) => (entry.name === "lessons" ? { ...entry, hash: lessons } : entry)),
    );
  }
}

function committedLesson(git: Git, commit: string, { name, hash }: Entry): CommittedLesson {
  const files = entriesOf(git, hash);
  const path = `lessons/${readable(name)}/${EXERCISE}`;
  const exercise = files.find((file) => file.name === EXERCISE);
  if (!exercise) throw new UsageError(`The last commit has no ${path}: put it back, and commit it.`);
  if (!git.answer(["cat-file", "blob", exercise.hash]).includes(NOT_WRITTEN)) {
    throw new UsageError(
      `${path} is no starter in the last commit, it does not say "${NOT_WRITTEN}": commit the starter, and keep what you wrote elsewhere.`,
    );
  }
  const solution = git.ask(["rev-parse", "--verify", "--quiet", `${commit}:solutions/${name}/${EXERCISE}`]);
  if (solution.refused !== undefined) {
    throw new UsageError(`The last commit has no solutions/${readable(name)}/${EXERCISE}: write it, and commit it.`);
  }
  const solved = files.map((file) => (file === exercise ? { ...file, hash: solution.output.trim() } : file));
  const number = (/^\d+/.exec(name)?.[0] ?? "").replace(/^0+(?=\d\d)/, "").padStart(2, "0");
  return { name, number, solved: treeOf(git, solved) };
}

function refuseTwins(lessons: readonly CommittedLesson[]): void {
  for (const [place, { number, name }] of lessons.entries()) {
    const before = lessons[place - 1];
    if (before?.number !== number) continue;
    throw new UsageError(
      `Two lessons have the number ${number}, ${readable(before.name)} and ${readable(name)}: rename one of them.`,
    );
  }
}

/** A tree's entries. Between null bytes, since a name may hold anything else. */
const entriesOf = (git: Git, tree: string): readonly Entry[] =>
  git
    .answer(["ls-tree", "-z", tree])
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [facts = "", ...name] = line.split("\t");
      const [mode = "", type = "", hash = ""] = facts.split(" ");
      return { mode, type, hash, name: name.join("\t") };
    });

const treeOf = (git: Git, entries: readonly Entry[]): string =>
  git.answer(["mktree", "-z"], entries.map(({ mode, type, hash, name }) => `${mode} ${type} ${hash}\t${name}\0`).join(""));
