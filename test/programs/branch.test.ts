// npm run kata -- branch in small repositories of its own: what it makes, what it leaves alone, and when it refuses.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askVerb, sentence } from "../kata/ask-verb.ts";

const STARTER = 'export const answer = () => {\n  throw new Error("Not written yet.");\n};\n';
const solved = (lesson: string) => `export const answer = () => "${lesson}";\n`;
const lessons = ["01-one", "02-two", "03-three"];
const REFS = "refs/heads/solutions refs/tags/catch-up/01 refs/tags/catch-up/02 refs/tags/catch-up/03".split(" ");

/** One moment and one person for all commits, and no settings of whoever runs the test. */
const person = {
  GIT_AUTHOR_NAME: "An author",
  GIT_AUTHOR_EMAIL: "author@shop.example",
  GIT_AUTHOR_DATE: "1764500000 +0100",
  GIT_COMMITTER_NAME: "Ün committer",
  GIT_COMMITTER_EMAIL: "committer@shop.example",
  GIT_COMMITTER_DATE: "1764500001 -0330",
  GIT_CONFIG_GLOBAL: join(tmpdir(), "no-such-file"),
  GIT_CONFIG_NOSYSTEM: "1",
};

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

class Repository {
  readonly root: string;

  constructor(name = "kata") {
    const above = realpathSync(mkdtempSync(join(tmpdir(), "kata-branch-")));
    folders.push(above);
    this.root = join(above, name);
    mkdirSync(this.root);
  }

  /** With three lessons, and one commit on main. */
  static withLessons(name?: string): Repository {
    const repository = new Repository(name);
    repository.git("init", "--quiet", "--initial-branch=main", "--template=");
    for (const lesson of lessons) repository.writeLesson(lesson);
    repository.write("README.md", "# A kata\n");
    repository.write(".gitignore", ".kata/\n");
    repository.commit("Begin");
    return repository;
  }

  /** Copied: each call of git takes its time, and there are many. */
  copy(name?: string): Repository {
    const copy = new Repository(name);
    cpSync(this.root, copy.root, { recursive: true, preserveTimestamps: true });
    return copy;
  }

  git(...words: string[]): string {
    const env = { ...process.env, ...person };
    return execFileSync("git", words, {
      cwd: this.root,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  writeLesson(lesson: string): void {
    this.write(`lessons/${lesson}/README.md`, `# ${lesson}\n`);
    this.write(`lessons/${lesson}/exercise.ts`, STARTER);
    this.write(`solutions/${lesson}/exercise.ts`, solved(lesson));
    this.write(`solutions/${lesson}/another.ts`, "export {};\n");
  }

  commit(message: string): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", message);
  }

  branch = (environment: NodeJS.ProcessEnv = {}) =>
    askVerb({ root: this.root, environment: { ...person, ...environment } }, "branch");

  /** Where all refs point, as git keeps it. */
  refs(): string {
    const folder = join(this.root, ".git/refs");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((file) => join(file.parentPath, file.name)).toSorted();
    return paths.map((path) => `${path.slice(folder.length)} ${readFileSync(path, "utf8")}`).join("");
  }

  /** The exercises that are solved there. */
  solvedAt = (revision: string): readonly string[] => {
    const lines = this.git("ls-tree", "-r", revision, "lessons", "solutions").split("\n");
    const blobs = new Map(lines.map((line) => line.split("\t")).map(([facts, path]) => [path, facts]));
    return lessons.filter(
      (name) => blobs.get(`lessons/${name}/exercise.ts`) === blobs.get(`solutions/${name}/exercise.ts`),
    );
  };
}

let fresh: Repository;
let made: Repository;
beforeAll(async () => {
  fresh = Repository.withLessons();
  made = fresh.copy();
  const { code, errors } = await made.branch();
  if (code !== 0) throw new Error(errors);
  // Many calls of git: a busy machine is no failure.
}, 60_000);

describe("npm run kata -- branch", () => {
  it("makes a branch with all solutions and a tag to catch up at each lesson, and says so", async () => {
    const repository = fresh.copy();
    const { code, output, errors } = await repository.branch();
    expect([code, errors]).toEqual([0, ""]);
    await expect(output).toMatchFileSnapshot("golden/branch.txt");
    expect(REFS.map(repository.solvedAt)).toEqual([lessons, [], lessons.slice(0, 1), lessons.slice(0, 2)]);
    expect(repository.git("diff", "--name-only", "main", "refs/heads/solutions").split("\n")).toEqual(
      lessons.map((lesson) => `lessons/${lesson}/exercise.ts`),
    );
    expect(repository.git("rev-parse", "refs/heads/solutions^")).toBe(repository.git("rev-parse", "main"));
    const people = "--format=%an %ae %ad %cn %ce %cd";
    expect(repository.git("log", "-1", people, "--date=raw", "refs/tags/catch-up/03")).toBe(
      "An author author@shop.example 1764500000 +0100 Ün committer committer@shop.example 1764500001 -0330",
    );
    expect(repository.git("fsck", "--strict")).toBe("");
  });

  it("changes nothing the second time, and gives the same hashes to somebody else with other settings", async () => {
    const repository = made.copy();
    const refs = repository.refs();
    const { code, output } = await repository.branch();
    expect([code, repository.refs()]).toEqual([0, refs]);
    expect(output.match(/as it was$/gm)).toHaveLength(REFS.length);

    const other = new Repository();
    other.git("clone", "--quiet", "--branch", "main", "--no-tags", repository.root, ".");
    other.git("config", "i18n.commitEncoding", "latin1");
    other.git("config", "core.autocrlf", "true");
    other.git("config", "user.useConfigOnly", "true");
    const nobody = { GIT_COMMITTER_NAME: undefined, GIT_COMMITTER_EMAIL: undefined, GIT_COMMITTER_DATE: undefined };
    const ended = await other.branch(nobody);
    expect(ended.errors).toBe("");
    expect(other.git("rev-parse", ...REFS)).toEqual(repository.git("rev-parse", ...REFS));
  });

  it("follows the next commit, and says what was there before", async () => {
    const repository = made.copy();
    const before = repository.git("rev-parse", "--short=7", "refs/heads/solutions");
    repository.write("solutions/02-two/exercise.ts", `${solved("02-two")}// Better.\n`);
    repository.commit("Improve");
    const { output } = await repository.branch();
    expect(output).toContain(`was ${before}`);
    expect(repository.git("show", "refs/heads/solutions:lessons/02-two/exercise.ts")).toContain("// Better.");
    expect(repository.git("rev-parse", "refs/heads/solutions^")).toBe(repository.git("rev-parse", "main"));
  });

  it("leaves files, index and what is not committed as they are, in a path with spaces", async () => {
    const repository = fresh.copy("my kata (1)");
    repository.write("lessons/01-one/exercise.ts", "// half a thought\n");
    repository.git("add", "lessons/01-one/exercise.ts");
    repository.write("lessons/01-one/exercise.ts", "// another half\n");
    repository.write("notes.txt", "untracked\n");
    rmSync(join(repository.root, "lessons/03-three/exercise.ts"));
    const index = readFileSync(join(repository.root, ".git/index"));
    const { code } = await repository.branch();
    expect(code).toBe(0);
    expect(readFileSync(join(repository.root, ".git/index")).equals(index)).toBe(true);
    expect(repository.git("status", "--porcelain").split("\n")).toEqual([
      "MM lessons/01-one/exercise.ts",
      " D lessons/03-three/exercise.ts",
      "?? notes.txt",
    ]);
    expect(readFileSync(join(repository.root, "lessons/01-one/exercise.ts"), "utf8")).toBe("// another half\n");
    expect(repository.solvedAt("refs/tags/catch-up/01")).toEqual([]);
    expect(repository.git("symbolic-ref", "HEAD")).toBe("refs/heads/main");
  });

  it("is not led to another repository by what a hook sets", async () => {
    const [repository, stranger] = [fresh.copy(), fresh.copy()];
    const { code } = await repository.branch({
      GIT_DIR: join(stranger.root, ".git"),
      GIT_WORK_TREE: stranger.root,
      GIT_INDEX_FILE: join(stranger.root, ".git/index.lock"),
    });
    expect(code).toBe(0);
    expect(repository.refs()).toContain("/heads/solutions ");
    expect(stranger.refs()).toBe(fresh.refs());
  });

  it("works on a detached HEAD and in a shallow clone, with the same hashes", async () => {
    const repository = fresh.copy();
    repository.commit("Go on");
    await repository.branch();
    const shallow = new Repository();
    shallow.git("clone", "--quiet", "--depth=1", "--branch", "main", `file://${repository.root}`, ".");
    shallow.git("switch", "--quiet", "--detach");
    const { code, output } = await shallow.branch();
    expect([code, output.split(";")[0]]).toEqual([
      0,
      `Made from the commit ${repository.git("rev-parse", "--short=7", "main")}`,
    ]);
    expect(shallow.git("rev-parse", "refs/heads/solutions")).toBe(repository.git("rev-parse", "refs/heads/solutions"));
  });
});

describe("npm run kata -- branch refuses, and moves nothing,", () => {
  /** Asks after it was made once; what somebody did in between is to be found. */
  async function refusal(between: (repository: Repository) => void): Promise<string> {
    const repository = made.copy();
    between(repository);
    const refs = repository.refs();
    const ended = await repository.branch();
    expect([ended.code, ended.output, repository.refs()]).toEqual([2, "", refs]);
    return sentence(ended);
  }

  const onSolutions = (change: (repository: Repository) => void) => (repository: Repository) => {
    repository.git("switch", "--quiet", "solutions");
    change(repository);
    repository.git("switch", "--quiet", "main");
    repository.commit("Go on");
  };

  it.each([
    ["commits were added by hand", onSolutions((repository) => repository.commit("By hand"))],
    [
      "its commit was amended",
      onSolutions((repository) => {
        repository.write("README.md", "# Mine\n");
        repository.git("add", "--all");
        repository.git("commit", "--quiet", "--amend", "--no-edit", "--no-gpg-sign");
      }),
    ],
    [
      "another was merged into it",
      (repository: Repository) => {
        const [tree, message] = repository.git("log", "-1", "--format=%T%x00%B", "refs/heads/solutions").split("\0");
        const side = repository.git("commit-tree", "-m", "Aside", tree as string);
        const parents = ["-p", "main", "-p", side, "-m", message as string];
        repository.git("branch", "--force", "solutions", repository.git("commit-tree", ...parents, tree as string));
      },
    ],
    [
      "it is a branch of somebody's own",
      (repository: Repository) => repository.git("branch", "--force", "solutions", "main"),
    ],
  ])("when the branch was edited by hand: %s", async (_how, between) => {
    expect(await refusal(between)).toMatch(
      /^The branch solutions is at \w{7}, which this command did not make: take what you need from there to main, then git branch -m solutions mine, and ask again\.$/,
    );
  });

  it.each([
    ["points elsewhere", (repository: Repository) => repository.git("tag", "--force", "catch-up/02", "main")],
    [
      "is annotated",
      (repository: Repository) =>
        repository.git("tag", "--force", "--no-sign", "-m", "Mine", "catch-up/02", "catch-up/02"),
    ],
  ])("when a tag %s", async (_how, between) => {
    expect(await refusal(between)).toMatch(
      /^The tag catch-up\/02 is at .* then git tag -d catch-up\/02, and ask again\.$/,
    );
  });

  it("when solutions is checked out here or in another worktree", async () => {
    let folder = "";
    const elsewhere = await refusal((repository) => {
      folder = join(dirname(repository.root), "the solutions");
      repository.git("worktree", "add", "--quiet", folder, "solutions");
    });
    expect(elsewhere).toContain(
      `The branch solutions is checked out in ${folder}: switch to another branch there first`,
    );
    expect(await refusal((repository) => repository.git("switch", "--quiet", "solutions"))).toContain("switch to main");
  });

  it("when the last commit was made by this command", async () => {
    expect(await refusal((repository) => repository.git("switch", "--quiet", "--detach", "catch-up/01"))).toBe(
      "The last commit here was made by this command: switch to main, and ask again.",
    );
  });

  it.each([
    [
      "an exercise in it is solved",
      (repository: Repository) => repository.write("lessons/02-two/exercise.ts", solved("02-two")),
      'lessons/02-two/exercise.ts is no starter in the last commit, it does not say "Not written yet": commit the starter, and keep what you wrote elsewhere.',
    ],
    [
      "a solution is missing",
      (repository: Repository) => rmSync(join(repository.root, "solutions/02-two/exercise.ts")),
      "The last commit has no solutions/02-two/exercise.ts: write it, and commit it.",
    ],
    [
      "an exercise is missing",
      (repository: Repository) => rmSync(join(repository.root, "lessons/02-two/exercise.ts")),
      "The last commit has no lessons/02-two/exercise.ts: put it back, and commit it.",
    ],
    [
      "two lessons share a number",
      (repository: Repository) => repository.writeLesson("2-again"),
      "Two lessons have the number 02, 02-two and 2-again: rename one of them.",
    ],
  ])("when the last commit cannot be used: %s", async (_why, change, wanted) => {
    expect(
      await refusal((repository) => {
        change(repository);
        repository.commit("Go on");
      }),
    ).toBe(wanted);
  });

  it.each([
    ["a branch has the tags' folder as its name", "refs/tags/catch-up", "update-ref"],
    ["a branch is below solutions", "refs/heads/solutions/mine", "update-ref"],
  ])("in git's own words when git refuses: %s", async (_why, ref, program) => {
    const repository = fresh.copy();
    repository.git("update-ref", ref, "HEAD");
    const refs = repository.refs();
    const ended = await repository.branch();
    expect([ended.code, ended.output, repository.refs()]).toEqual([2, "", refs]);
    expect(sentence(ended)).toMatch(new RegExp(`^Git refuses "git ${program}" here \\(.+\\): nothing was changed\\.$`));
  });

  it("when there is no git, no repository, none of its own, or no commit", async () => {
    const repository = new Repository();
    for (const lesson of lessons) repository.writeLesson(lesson);
    const said = async (environment: NodeJS.ProcessEnv = {}) => {
      const ended = await repository.branch(environment);
      expect([ended.code, ended.output]).toEqual([2, ""]);
      return sentence(ended);
    };
    const nowhere = { GIT_CEILING_DIRECTORIES: dirname(repository.root) };
    expect(await said({ PATH: repository.root })).toBe("Git was not found: install it, and open a new terminal.");
    expect(await said(nowhere)).toMatch(/^Git does not work in this folder \(not a git repository.*\): clone the repo/);
    execFileSync("git", ["init", "--quiet", dirname(repository.root)]);
    expect(await said()).toBe("This folder is kata/ inside another repository: clone the kata's own, and ask there.");
    repository.git("init", "--quiet", "--initial-branch=main");
    expect(await said()).toBe("There is no commit here yet: commit the lessons first.");
    repository.git("add", "solutions");
    repository.git("commit", "--quiet", "--no-gpg-sign", "-m", "Half of it");
    expect(await said()).toBe("The last commit has no lessons: commit them first.");
  });
});
