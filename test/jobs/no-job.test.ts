// Most people run their jobs without the type checker: what stands where a job belongs, and is none, is refused by name.
import { describe, expect, it } from "vitest";
import { enqueue, JobDefinitionError } from "#jobs";
import { newSetting } from "./setting.ts";

describe("what is enqueued", () => {
  it.each([
    [42, "42 is no job."],
    [undefined, "nothing (undefined) is no job."],
    [null, "null is no job."],
    [async () => {}, "a function is no job."],
    [{ name: "charge" }, '{"name":"charge"} is no job.'],
    ["charge", "'charge' is no job."],
  ])("is a job, and not %s", async (other, sentence) => {
    const { queue } = newSetting();
    const enqueued = enqueue(queue, other as never, null);
    await expect(enqueued).rejects.toThrow(
      `${sentence} Where a job belongs, put what defineJob or defineIteration returns.`,
    );
    await expect(enqueued).rejects.toBeInstanceOf(JobDefinitionError);
    expect(await queue.jobs()).toEqual([]);
  });
});
