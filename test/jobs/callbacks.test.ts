// Functions that a definition or a listener brings along, and that raise errors themselves: no job stays leased for it.
import { describe, expect, it } from "vitest";
import { CallbackError, defineJob, enqueue, type JobOptions, type Trouble } from "#jobs";
import { failure, newSetting } from "./setting.ts";

const original = new RangeError("too far");
const raised = new TypeError("no such field");
const raise = (): never => {
  throw raised;
};

const failing = (options: Partial<JobOptions<null, undefined>>) =>
  defineJob<null, undefined>({
    name: "failing",
    async perform() {
      throw original;
    },
    ...options,
  });

describe("a function of a definition that raises an error", () => {
  it.each<[string, Partial<JobOptions<null, undefined>>]>([
    ["afterDiscard", { afterDiscard: raise }],
    ["afterDiscard", { afterDiscard: async () => raise() }],
    ["afterDiscard", { discardOn: [{ errors: RangeError }], afterDiscard: raise }],
    ["handle of discardOn", { discardOn: [{ errors: RangeError, handle: raise }] }],
    ["wait of retryOn", { retryOn: [{ errors: RangeError, wait: raise }] }],
    ["errors of retryOn", { retryOn: [{ errors: () => raise() }] }],
    ["errors of discardOn", { discardOn: [{ errors: () => raise() }] }],
    ["errors of rescueFrom", { rescueFrom: [{ errors: () => raise(), handle: () => {} }] }],
  ])("fails the job with both errors: %s", async (callback, options) => {
    const { queue, worker } = newSetting();
    const definition = failing(options);
    await enqueue(queue, definition, null);
    const outcome = await worker([definition]).performNext();
    const error = failure(outcome);
    expect(error).toBeInstanceOf(CallbackError);
    expect(error.message).toBe(
      `${callback} of job 'failing' raised TypeError: no such field. It was called for RangeError: too far. ` +
        `Mend ${callback}; then retry the job from the dead letters.`,
    );
    expect(error).toMatchObject({ errors: [raised, original], cause: original });
    expect(await queue.jobs()).toEqual([]);
    expect(await queue.deadLetters()).toMatchObject([
      { error: { name: "CallbackError", cause: { name: "RangeError" } } },
    ]);
  });

  it.each([NaN, Infinity, -1, "3" as unknown as number])("and so does a wait of %j", async (wait) => {
    const { queue, worker } = newSetting();
    const definition = failing({ retryOn: [{ errors: RangeError, wait: () => wait }] });
    await enqueue(queue, definition, null);
    expect(failure(await worker([definition]).performNext()).message).toContain(
      "wait of retryOn of job 'failing' raised",
    );
    expect(await queue.nextDueAt()).toBeUndefined();
  });
});

describe("a listener that raises an error", () => {
  it("changes nothing for the job, and is reported", async () => {
    const troubles: Trouble[] = [];
    const { queue, worker } = newSetting();
    const definition = defineJob({ name: "fine", async perform(_args: null) {} });
    await enqueue(queue, definition, null);
    const options = { onEvent: raise, onTrouble: (trouble: Trouble) => void troubles.push(trouble) };
    expect(await worker([definition], options).performNext()).toMatchObject({ kind: "completed" });
    expect(troubles).toEqual([
      { kind: "listener_failed", error: raised },
      { kind: "listener_failed", error: raised },
    ]);
  });

  it("and one that listens to troubles and raises an error is left alone", async () => {
    const { queue, worker } = newSetting();
    const definition = defineJob({ name: "fine", async perform(_args: null) {} });
    await enqueue(queue, definition, null);
    const outcome = await worker([definition], { onEvent: raise, onTrouble: raise }).performNext();
    expect(outcome).toMatchObject({ kind: "completed" });
  });
});
