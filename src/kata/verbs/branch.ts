// branch: the branch with all solutions, and a tag to catch up at each lesson, made from the last commit.
import { UsageError, wrap } from "#terminal";
import { isMadeHere, makeChild, readCommit } from "../branch/commit.ts";
import { Git, readable, readObjects } from "../branch/git.ts";
import { move, movable, saidRef } from "../branch/refs.ts";
import { type CommittedLesson, SolvedTrees } from "../branch/solved-trees.ts";
import { GREEN } from "../program.ts";
import type { Answer, Request, Verb } from "./verb.ts";

export const branch: Verb = {
  usage: "branch",
  does: "makes the solution branch and tags",
  for: "instructors",
  mostWords: 0,
  run: makeBranch,
};

interface Wanted {
  readonly ref: string;
  readonly subject: string;
  readonly solved: readonly CommittedLesson[];
  /** What is in it, in words. */
  readonly holds: string;
}

/**
 * Neither your files nor the index nor what is not committed takes part: all that is made is objects and refs. The same commit
 * gives the same hashes, on every machine.
 */
async function makeBranch({ root, environment, width }: Request): Promise<Answer> {
  const git = new Git(root, environment);
  const last = lastCommit(git);
  const head = readCommit(last, readObjects(git, [last])[0] ?? "");
  if (isMadeHere(head)) {
    throw new UsageError("The last commit here was made by this command: switch to main, and ask again.");
  }
  const trees = new SolvedTrees(git, head.hash);
  const wanted = wantedFrom(trees.lessons);
  const old = movable(
    git,
    wanted.map(({ ref }) => ref),
  );
  const made = trees.with(wanted.map(({ solved }) => solved)).map((tree, place) => {
    const { ref, subject, holds } = wanted[place] as Wanted;
    return { ref, holds, hash: makeChild(git, head, tree, { name: ref.split("/").slice(2).join("/"), subject }) };
  });
  move(git, made, old);
  const place = git.ask(["symbolic-ref", "--quiet", "--short", "HEAD"]).output.trim();
  const from = place === "" ? "the commit" : `${readable(place)} at`;
  return {
    lines: [
      ...wrap(`Made from ${from} ${head.hash.slice(0, 7)}; your files are as they were:`, { width }),
      "",
      ...made.map(({ ref, hash, holds }) => {
        const before = old.get(ref);
        const news = before === undefined ? "new" : before === hash ? "as it was" : `was ${before.slice(0, 7)}`;
        return `  ${saidRef(ref).padEnd(16)}  ${hash.slice(0, 7)}  ${holds.padEnd(20)}  ${news}`;
      }),
      "",
      "They are made, never edited, so a push may replace what is there:",
      '  git push --force origin solutions "refs/tags/catch-up/*:refs/tags/catch-up/*"',
    ],
    code: GREEN,
  };
}

function lastCommit(git: Git): string {
  const { output, refused } = git.ask(["rev-parse", "--show-prefix"]);
  if (refused !== undefined) {
    throw new UsageError(`Git does not work in this folder (${refused}): clone the repository, and ask there.`);
  }
  if (output.trim() !== "") {
    throw new UsageError(
      `This folder is ${readable(output.trim())} inside another repository: clone the kata's own, and ask there.`,
    );
  }
  const commit = git.ask(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (commit.refused !== undefined) throw new UsageError("There is no commit here yet: commit the lessons first.");
  return commit.output.trim();
}

function wantedFrom(lessons: readonly CommittedLesson[]): readonly Wanted[] {
  return [
    { ref: "refs/heads/solutions", subject: "Solve every lesson", solved: lessons, holds: "every lesson solved" },
    ...lessons.map(({ number }, place) => ({
      ref: `refs/tags/catch-up/${number}`,
      subject: `Solve the lessons before ${number}`,
      solved: lessons.slice(0, place),
      holds: solvedBefore(lessons, place),
    })),
  ];
}

function solvedBefore(lessons: readonly CommittedLesson[], place: number): string {
  const [first, last] = [lessons[0], lessons[place - 1]];
  if (!first || !last) return "starters only";
  return first === last ? `${first.number} solved` : `${first.number} to ${last.number} solved`;
}
