// The branch and the tags as they are: what may be moved, and the move, all at once or not at all.
import { UsageError } from "#terminal";
import { isMadeHere, readCommit } from "./commit.ts";
import { type Git, readable, readObjects } from "./git.ts";

export interface Ref {
  /** "refs/heads/solutions" */
  readonly ref: string;
  readonly hash: string;
}

/**
 * Where these refs point, those that are there.
 *
 * @throws UsageError when one of them is not ours to move
 */
export function movable(git: Git, refs: readonly string[]): ReadonlyMap<string, string> {
  const format = "--format=%(refname)%00%(objectname)%00%(objecttype)%00%(worktreepath)%00";
  const fields = git.answer(["for-each-ref", format, "refs/heads/solutions", "refs/tags/catch-up"]).split("\0");
  const found: (Ref & { readonly type: string })[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [ref = "", hash = "", type = "", folder = ""] = fields.slice(at, at + 4).map((field) => field.trim());
    if (!refs.includes(ref)) continue;
    refuseCheckedOut(ref, readable(folder));
    found.push({ ref, hash, type });
  }
  const texts = readObjects(
    git,
    found.map(({ hash }) => hash),
  );
  for (const [place, { ref, hash, type }] of found.entries()) {
    const isOurs = type === "commit" && isMadeHere(readCommit(hash, texts[place] ?? ""));
    if (!isOurs) throw new UsageError(editedByHand(ref, hash));
  }
  return new Map(found.map(({ ref, hash }) => [ref, hash]));
}

/** Points each ref to its commit, unless one of them has moved in the meantime. */
export function move(git: Git, wanted: readonly Ref[], old: ReadonlyMap<string, string>): void {
  const changes = wanted
    .filter(({ ref, hash }) => old.get(ref) !== hash)
    .map(({ ref, hash }) => {
      const before = old.get(ref);
      return `option no-deref\n${before === undefined ? `create ${ref} ${hash}` : `update ${ref} ${hash} ${before}`}\n`;
    });
  if (changes.length > 0) git.answer(["update-ref", "-m", "kata: branch", "--stdin"], changes.join(""));
}

/** As people write it: "the branch solutions", "the tag catch-up/03". */
export const saidRef = (ref: string): string =>
  ref.replace(/^refs\/heads\//, "branch ").replace(/^refs\/tags\//, "tag ");

function refuseCheckedOut(ref: string, folder: string): void {
  if (folder === "") return;
  throw new UsageError(
    `The ${saidRef(ref)} is checked out in ${folder}: switch to another branch there first (if that folder is gone: git worktree prune).`,
  );
}

function editedByHand(ref: string, hash: string): string {
  const name = ref.split("/").slice(2).join("/");
  const away = ref.startsWith("refs/heads/") ? `git branch -m ${name} mine` : `git tag -d ${name}`;
  return `The ${saidRef(ref)} is at ${hash.slice(0, 7)}, which this command did not make: take what you need from there to main, then ${away}, and ask again.`;
}
