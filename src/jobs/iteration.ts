// The second face of the engine: say what to go through and what to do with one item; cursor and checkpoints follow.
import { defineJob, type JobDefinition, type JobOptions } from "./definition.ts";
import { Enumerate } from "./enumerate.ts";
import { type Enumeration, noItem, Throttled } from "./enumeration.ts";
import { CursorVersionError, EnumerationError, Interrupt } from "./errors.ts";
import type { Job, Step } from "./job.ts";
import type { Json } from "./json.ts";
import { FanOut } from "./parallel.ts";

/** The only step of an iteration. */
export const iterationStep = "each";

type Awaitable<Value> = Value | Promise<Value>;
type Hook<Args, Services> = (args: Args, job: Job, services: Services) => Awaitable<void>;

export interface IterationOptions<Args extends Json, Item, Services> extends Omit<
  JobOptions<Args, Services>,
  "perform"
> {
  /**
   * What to go through. It is called at each execution; `enumerate` begins strictly after the saved cursor.
   * Returning undefined means that there is nothing to do: no callback runs.
   */
  build(args: Args, enumerate: Enumerate, services: Services): Awaitable<Enumeration<Item> | FanOut | undefined>;
  /** Handles one item. When it has returned, the item's cursor is saved. Throw `new Abort()` to end early. */
  each(item: Item, args: Args, job: Job, services: Services): Awaitable<void>;
  /** Runs before the first item of the first execution. */
  readonly onStart?: Hook<Args, Services>;
  /** Runs at the end of each execution, interrupted or not, before the job goes back to the queue; not after an error. */
  readonly onShutdown?: Hook<Args, Services>;
  /** Runs once, when everything is done. */
  readonly onComplete?: Hook<Args, Services>;
  /** Runs around each item; must call `next`. */
  readonly aroundEach?: (next: () => Promise<void>, item: Item, job: Job) => Awaitable<void>;
  /** What the cursor means, as a number that you raise when the meaning changes. */
  readonly version?: number;
  /** Turns a cursor of an older version into one of this version. Without it, other versions are refused. */
  readonly migrate?: (cursor: Json, version: number | undefined) => Json;
}

/** Thrown by `each` to end the iteration. The item's cursor is not saved. */
export class Abort extends Error {
  /** Whether `onComplete` runs. */
  readonly complete: boolean;

  constructor({ complete = true }: { readonly complete?: boolean } = {}) {
    super("The iteration was aborted by its handler.");
    this.name = "Abort";
    this.complete = complete;
  }
}

/**
 * Defines a job that goes through items, one checkpoint after each.
 *
 * @example
 * const chargeOrders = defineIteration({
 *   name: "charge_orders",
 *   build: ({ day }: { day: string }, enumerate, shop: Shop) => enumerate.records(shop.orders.pending({ day })),
 *   async each(order, _args, _job, shop) {
 *     await shop.payments.charge(order, { key: `charge:${order.id}` });
 *   },
 * });
 */
export function defineIteration<Args extends Json, Item, Services = unknown>(
  options: IterationOptions<Args, Item, Services>,
): JobDefinition<Args, Services> {
  const definition: JobDefinition<Args, Services> = defineJob<Args, Services>({
    // An interrupted iteration goes back at once, and its errors are for retryOn: both as in job-iteration.
    resume: {},
    resumeErrorsAfterAdvancing: false,
    ...options,
    perform: (args, job, services) => iterate(options, definition, args, job, services),
  });
  return definition;
}

async function iterate<Args extends Json, Item, Services>(
  options: IterationOptions<Args, Item, Services>,
  definition: JobDefinition<Args, Services>,
  args: Args,
  job: Job,
  services: Services,
): Promise<void> {
  await job.step<Json>(iterationStep, async (step) => {
    const cursor = unpack(options, step.cursor);
    const built = await options.build(args, new Enumerate(cursor), services);
    if (built === undefined) return;
    if (built instanceof FanOut) return await fanOut(built, options, definition, args, job);
    if (typeof built !== "object" || !(Symbol.asyncIterator in built)) {
      throw new EnumerationError("build must return an enumeration", built);
    }
    const hook = async (run: Hook<Args, Services> | undefined) => await run?.(args, job, services);
    if (job.executions === 1) await hook(options.onStart);
    const complete = await walk(built, options, args, job, services, step).catch(async (error: unknown) => {
      if (error instanceof Interrupt) await hook(options.onShutdown);
      throw error;
    });
    await hook(options.onShutdown);
    if (complete) await hook(options.onComplete);
  });
}

/** Handles the items. Returns whether `onComplete` should run. */
async function walk<Args extends Json, Item, Services>(
  enumeration: Enumeration<Item>,
  options: IterationOptions<Args, Item, Services>,
  args: Args,
  job: Job,
  services: Services,
  step: Step<Json>,
): Promise<boolean> {
  try {
    for await (const pair of enumeration) {
      if (pair instanceof Throttled) return await job.interrupt("throttled", { wait: pair.backoffMs });
      const [item, cursor] = pair;
      if (item !== noItem) {
        const next = async () => await options.each(item, args, job, services);
        await (options.aroundEach ? options.aroundEach(next, item, job) : next());
      }
      if (cursor !== undefined) await step.set(pack(options, cursor));
    }
    return true;
  } catch (error) {
    if (error instanceof Abort) return error.complete;
    throw error;
  }
}

/** Enqueues one job for each slice. The keys make it harmless to do so again after a crash. */
async function fanOut<Args extends Json>(
  { slices }: FanOut,
  { version }: { readonly version?: number },
  definition: JobDefinition<Args, never>,
  args: Args,
  job: Job,
): Promise<void> {
  for (const slice of slices) {
    const cursor = pack({ ...(version !== undefined && { version }) }, { ...slice });
    const progress = { completed: [], current: { step: iterationStep, cursor } };
    await job.enqueue(definition, args as never, {
      key: `${job.id}:slice ${slice.instance}`,
      queue: job.queue,
      progress,
    });
  }
}

const pack = ({ version }: { readonly version?: number }, cursor: Json): Json =>
  version === undefined ? cursor : { version, cursor };

function unpack(
  { name, version, migrate }: Pick<IterationOptions<never, never, never>, "name" | "version" | "migrate">,
  saved: Json | undefined,
): Json | undefined {
  if (saved === undefined) return undefined;
  const packed = isPacked(saved) ? saved : { version: undefined, cursor: saved };
  if (packed.version === version) return packed.cursor;
  if (!migrate) throw new CursorVersionError(name, packed.version, version);
  return migrate(packed.cursor, packed.version);
}

const isPacked = (saved: Json): saved is { readonly version: number; readonly cursor: Json } =>
  typeof saved === "object" && saved !== null && Object.keys(saved).toSorted().join() === "cursor,version";
