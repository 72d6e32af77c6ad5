// Saves as editors make them, on a real folder. Waits for the event, never for a time.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isSource, watchFolder } from "../../src/kata/watch-folder.ts";

class Listener {
  calls = 0;
  #resolve: (() => void) | undefined;

  readonly hear = (): void => {
    this.calls++;
    this.#resolve?.();
  };

  /** Resolves at the next call. */
  async next(): Promise<string> {
    return new Promise((resolve) => (this.#resolve = () => resolve("heard")));
  }
}

describe("watching a folder", () => {
  let folder = "";
  let file = "";
  let listener = new Listener();
  let unwatch: (() => void) | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "kata-watch-"));
    file = join(folder, "exercise.ts");
    writeFileSync(file, "1");
    listener = new Listener();
    unwatch = watchFolder(folder, listener.hear);
  });
  afterEach(() => {
    unwatch?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it("hears a save in place", async () => {
    const heard = listener.next();
    writeFileSync(file, "2");
    expect(await heard).toBe("heard");
  });

  it("hears a save by rename, and the one after it", async () => {
    for (const text of ["2", "3"]) {
      const heard = listener.next();
      writeFileSync(join(folder, "exercise.ts~"), text);
      renameSync(join(folder, "exercise.ts~"), file);
      expect(await heard).toBe("heard");
    }
  });

  it("hears a deletion and a restoration", async () => {
    const deleted = listener.next();
    rmSync(file);
    expect(await deleted).toBe("heard");
    const restored = listener.next();
    writeFileSync(file, "3");
    expect(await restored).toBe("heard");
  });

  it("takes the steps of one save for one", async () => {
    for (const text of ["2", "3"]) {
      const heard = listener.next();
      writeFileSync(file, "");
      // Between the two, so that the system cannot report them as one.
      writeFileSync(join(folder, "other.ts"), text);
      writeFileSync(file, text);
      await heard;
      // Calls too many are due at the same moment; let them come before the next save is made.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(listener.calls).toBe(2);
  });

  it.each([
    ["exercise.ts", true],
    ["my-idea.ts", true],
    [null, true],
    [".exercise.ts.swp", false],
    [".exercise.ts", false],
    ["exercise.ts~", false],
    ["4913", false],
    ["README.md", false],
  ])("%s counts: %s", (name, counts) => {
    expect(isSource(name)).toBe(counts);
  });

  it("notices a save where there are no events, as in a folder that comes back under its name", async () => {
    const gone = join(folder, "gone");
    unwatch?.();
    unwatch = watchFolder(gone, listener.hear, 5);
    const heard = listener.next();
    mkdirSync(gone);
    writeFileSync(join(gone, "exercise.ts"), "1");
    expect(await heard).toBe("heard");
  });

  it("is silent, not broken, where there is no folder", () => {
    expect(() => watchFolder(join(folder, "gone"), listener.hear)()).not.toThrow();
  });
});
