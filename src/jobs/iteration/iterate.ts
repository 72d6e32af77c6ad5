// One execution of an iteration, made of nothing but the steps that any job can use.
import { Abort } from "./abort.ts";
import { OwnName } from "../attributes.ts";
import { resumePoint, startOnce, versionMark } from "./cursor-version.ts";
import type { JobDefinition } from "../definition.ts";
import { Enumerate } from "./enumerate.ts";
import { checkEnumeration, type Enumeration, noItem, type Pair, Throttled } from "./enumeration.ts";
import { Interrupt } from "../errors.ts";
import { AroundEachError, EnumerationError } from "./iteration-errors.ts";
import type { IterationOptions } from "./iteration.ts";
import type { Job, Step } from "../job.ts";
import { copyJson, type Json } from "../json.ts";
import type { Enqueued } from "../queue.ts";
import { FanOut, type Slice, sliceIn } from "./parallel.ts";

/** The only step of an iteration. */
const iterationStep = "each";

/** Goes through the items that are left, from the saved cursor on. */
export async function iterate<Args extends Json, Item, Services, Cursor extends Json>(
  options: IterationOptions<Args, Item, Services, Cursor>,
  definition: JobDefinition<Args, Services>,
  args: Args,
  job: Job,
  services: Services,
): Promise<void> {
  const { onStart, onShutdown, onComplete } = options;
  await job.step<Json>(iterationStep, async (step) => {
    const cursor = await resumePoint(options, job, step);
    const built = await options.build(args, new Enumerate(cursor), job, services);
    if (built === undefined) return;
    if (built instanceof FanOut) return await fanOut(built, options, definition, args, job);
    checkEnumeration(built, `what build of job '${options.name}' returns`);
    await completeFanOut(sliceIn(built), options, definition, args, job);
    if (onStart) await startOnce(job, async () => await onStart(args, job, services));
    const isComplete = await walk(built, options, args, job, services, step).catch(async (error: unknown) => {
      if (error instanceof Interrupt) await onShutdown?.(args, job, services);
      throw error;
    });
    await onShutdown?.(args, job, services);
    if (isComplete) await onComplete?.(args, job, services);
  });
}

/** Handles the items. Returns whether `onComplete` should run. */
async function walk<Args extends Json, Item, Services, Cursor extends Json>(
  enumeration: Enumeration<Item, Cursor>,
  options: IterationOptions<Args, Item, Services, Cursor>,
  args: Args,
  job: Job,
  services: Services,
  step: Step<Json>,
): Promise<boolean> {
  const { name, aroundEach } = options;
  const place = `the cursor of an item of job '${name}'`;
  try {
    for await (const pair of enumeration) {
      if (pair instanceof Throttled) return await job.interrupt("throttled", { wait: pair.backoffMs });
      checkPair(pair, name);
      // Before the item is handled: a cursor that cannot be saved must not be found out when the work is done.
      const cursor = copyJson<Json>(pair[1], place);
      const item = pair[0];
      if (item !== noItem) {
        if (aroundEach) {
          const next = new Next(async () => await options.each(item, args, job, services), name);
          await aroundEach(() => next.call(), item, args, job, services);
          next.checkDone();
        } else await options.each(item, args, job, services);
      }
      await step.set(cursor);
    }
    return true;
  } catch (error) {
    if (error instanceof Abort) return error.complete;
    throw error;
  }
}

/** What `aroundEach` is to call. An item that it forgets would count as done. */
class Next {
  #state: "not called" | "running" | "done" | "failed" = "not called";
  readonly #each: () => Promise<void>;
  readonly #job: string;

  constructor(each: () => Promise<void>, job: string) {
    this.#each = each;
    this.#job = job;
  }

  async call(): Promise<void> {
    if (this.#state !== "not called") throw new AroundEachError(this.#job, "called next a second time");
    this.#state = "running";
    try {
      await this.#each();
      this.#state = "done";
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  /** An error that `aroundEach` has caught is its own affair: the item counts as done. */
  checkDone(): void {
    if (this.#state === "not called") throw new AroundEachError(this.#job, "did not call next");
    if (this.#state === "running") throw new AroundEachError(this.#job, "did not await next");
  }
}

interface Split<Args extends Json> {
  readonly options: { readonly version?: number };
  readonly definition: JobDefinition<Args, never>;
  readonly args: Args;
  readonly job: Job;
}

/**
 * Enqueues one job for each slice. When this was begun before, by code that may have split into another number of jobs, the
 * first slice is there, and sees to the others.
 */
async function fanOut<Args extends Json>(
  { instances }: FanOut,
  options: Split<Args>["options"],
  definition: JobDefinition<Args, never>,
  args: Args,
  job: Job,
): Promise<void> {
  const split = { options, definition, args, job };
  const { known } = await enqueueSlice({ instance: 0, instances }, job.id, split);
  if (known) return;
  for (let instance = 1; instance < instances; instance += 1) {
    await enqueueSlice({ instance, instances }, job.id, split);
  }
}

/** The first slice enqueues those that are missing, before it begins: whoever has split the job may have crashed meanwhile. */
async function completeFanOut<Args extends Json>(
  slice: Slice | undefined,
  options: Split<Args>["options"],
  definition: JobDefinition<Args, never>,
  args: Args,
  job: Job,
): Promise<void> {
  if (!slice || slice.instance > 0 || slice.inner !== undefined) return;
  const parent = job.attribute<string>(parentName as unknown as string, "").value;
  if (parent === "") return;
  for (let instance = 1; instance < slice.instances; instance += 1) {
    await enqueueSlice({ instance, instances: slice.instances }, parent, { options, definition, args, job });
  }
}

/** The key makes it harmless to do so again. */
async function enqueueSlice<Args extends Json>(
  cursor: Slice,
  parent: string,
  { options, definition, args, job }: Split<Args>,
): Promise<Enqueued> {
  const current = { step: iterationStep, cursor };
  const attributes = { ...versionMark(options), ...(cursor.instance === 0 && { [parentName.name]: parent }) };
  const hasAttributes = Object.keys(attributes).length > 0;
  return await job.enqueue(definition, args as never, {
    key: `${parent}:slice ${cursor.instance}`,
    queue: job.queue,
    priority: job.priority,
    progress: { completed: [], current, ...(hasAttributes && { attributes }) },
  });
}

const parentName = new OwnName("split by");

function checkPair(pair: Exclude<Pair<unknown>, Throttled>, job: string): void {
  if (Array.isArray(pair) && pair.length === 2) return;
  const mend = "Yield `[item, cursor]`; the cursor says that everything up to this item is done.";
  throw new EnumerationError(`what job '${job}' goes through must yield pairs`, pair, mend);
}
