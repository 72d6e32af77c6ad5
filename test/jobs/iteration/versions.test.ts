// The meaning of a cursor changes while jobs are under way: the new code migrates it, or refuses it loudly.
import { describe, expect, it } from "vitest";
import { CursorVersionError, defineIteration, enqueue, type Json, MemoryProgress } from "#jobs";
import { failure, stopAtQuestion } from "../setting.ts";
import { newSetting } from "./setting.ts";

const items = ["a", "b", "c", "d"];

/** A job whose cursor is an index in version 1, and a name in version 2. */
function versions() {
  const done: string[] = [];
  const each = (item: string) => void done.push(item);
  const byIndex = (version?: number) =>
    defineIteration<null, string, number, undefined>({
      name: "versioned",
      build: (_args, enumerate) => enumerate.array(items),
      each,
      ...(version !== undefined && { version }),
    });
  const byName = (version: number, migrate?: (cursor: Json, version: number | undefined) => string) =>
    defineIteration<null, string, string, undefined>({
      name: "versioned",
      build: (_args, enumerate) =>
        enumerate.custom((cursor: string | undefined) =>
          items.filter((item) => cursor === undefined || item > cursor).map((item) => [item, item] as const),
        ),
      each,
      version,
      ...(migrate && { migrate }),
    });
  return { done, byIndex, byName };
}

describe("a version of the cursor", () => {
  it.each([undefined, 1])("is migrated, once: from %s to 2", async (before) => {
    const { done, byIndex, byName } = versions();
    const migrated: unknown[] = [];
    const job = byName(2, (cursor, version) => {
      migrated.push([cursor, version]);
      return items[cursor as number] as string;
    });
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, byIndex(before), null);
    await perform([byIndex(before)], { stopReason: stopAtQuestion(2) });
    await drain([job], { stopReason: () => "stopping" });
    expect(done).toEqual(items);
    expect(migrated).toEqual([[1, before]]);
  });

  it("is saved in one write with the migrated cursor: a stop in between changes nothing", async () => {
    const { byIndex, byName } = versions();
    const progress = new MemoryProgress();
    const { queue, perform } = newSetting();
    const { id } = await enqueue(queue, byIndex(1), null);
    await perform([byIndex(1)], { stopReason: stopAtQuestion(2), progress });
    await perform([byName(2, () => "b")], { stopReason: () => "stopping", progress });
    expect(progress.peek(id)).toMatchObject({ current: { cursor: "b" }, attributes: { $iteration: { version: 2 } } });
  });

  it.each<[found: number | undefined, known: number | undefined, text: RegExp]>([
    [undefined, 2, /cursor of job 'versioned' has no version, and this code knows version 2\. Add a migrate/],
    [3, 2, /has version 3, and this code knows version 2/],
    [1, undefined, /has version 1, and this code knows no version/],
  ])("is refused when nobody migrates it: %s by %s", async (found, known, text) => {
    const { done, byIndex } = versions();
    const { queue, perform } = newSetting();
    await enqueue(queue, byIndex(found), null);
    await perform([byIndex(found)], { stopReason: stopAtQuestion(2) });
    const outcome = await perform([byIndex(known)]);
    expect(failure(outcome)).toBeInstanceOf(CursorVersionError);
    expect(failure(outcome)).toMatchObject({ found, expected: known });
    expect(failure(outcome).message).toMatch(text);
    expect(outcome?.progress.current?.cursor).toBe(1);
    expect(done).toEqual(["a", "b"]);
  });

  it("does not matter as long as there is no cursor", async () => {
    const { done, byIndex, byName } = versions();
    const { queue, perform, drain } = newSetting();
    const failing = defineIteration<null, string, number, undefined>({
      name: "versioned",
      build: (_args, enumerate) => enumerate.array(items),
      each: (_item, _args, job) => job.interrupt("later", { wait: 0 }),
      version: 1,
    });
    await enqueue(queue, failing, null);
    await perform([failing]);
    await drain([byName(2)], { stopReason: () => "stopping" });
    expect(done).toEqual(items);
    await enqueue(queue, byIndex(), null);
    await drain([byIndex()]);
    expect(done).toEqual([...items, ...items]);
  });

  it("goes along when a job is split", async () => {
    const seen: Json[] = [];
    const job = (version: number) =>
      defineIteration<null, string, Json, undefined>({
        name: "versioned",
        build: (_args, enumerate) => enumerate.parallelArray(items, 2),
        each: (item) => void seen.push(item),
        version,
        migrate: (cursor, from) => (seen.push([cursor, from ?? null]), cursor),
      });
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, job(1), null);
    await perform([job(1)]);
    await drain([job(2)]);
    const slice = (instance: number) => [{ instance, instances: 2 }, 1];
    expect(seen).toEqual([slice(0), "a", "b", slice(1), "c", "d"]);
  });

  it("is no part of the cursor: one that looks like it has a version is a cursor", async () => {
    const done: unknown[] = [];
    const job = defineIteration<null, number, { readonly version: number; readonly cursor: number }, undefined>({
      name: "look-alike",
      build: (_args, enumerate) =>
        enumerate.custom(function* (at: { readonly cursor: number } | undefined) {
          for (let next = (at?.cursor ?? -1) + 1; next < 3; next += 1)
            yield [next, { version: 9, cursor: next }] as const;
        }),
      each: (item) => void done.push(item),
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    await drain([job], { stopReason: () => "stopping" });
    expect(done).toEqual([0, 1, 2]);
  });
});
