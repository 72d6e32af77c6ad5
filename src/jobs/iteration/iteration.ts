// The second face of the engine: say what to go through and what to do with one item; cursor and checkpoints follow.
import { defineJob, type JobDefinition, type JobOptions } from "../definition.ts";
import type { Enumerate } from "./enumerate.ts";
import type { Enumeration } from "./enumeration.ts";
import { JobDefinitionError } from "../errors.ts";
import { iterate } from "./iterate.ts";
import type { Job } from "../job.ts";
import type { Json } from "../json.ts";
import type { FanOut } from "./parallel.ts";

type Awaitable<Value> = Value | Promise<Value>;
type Hook<Args, Services> = (args: Args, job: Job, services: Services) => Awaitable<void>;

export interface IterationOptions<Args extends Json, Item, Services, Cursor extends Json = Json> extends Omit<
  JobOptions<Args, Services>,
  "perform"
> {
  /**
   * What to go through. It is called at each execution; `enumerate` begins strictly after the saved cursor.
   * Returning undefined means that there is nothing to do: no callback runs. Write it above `each`: the type of an item
   * follows from what it returns.
   */
  build(
    args: Args,
    enumerate: Enumerate,
    job: Job,
    services: Services,
  ): Awaitable<Enumeration<Item, Cursor> | FanOut | undefined>;
  /**
   * Handles one item. When it has returned, the item's cursor is saved. A crash in between brings the same item again,
   * so the work needs a key. Throw `new Abort()` to end for good; `await job.interrupt("rate_limited", { wait })` to come
   * back later to the same item.
   */
  each(item: Item, args: Args, job: Job, services: Services): Awaitable<void>;
  /** Runs before the first item; once, unless a crash comes before that is saved. */
  readonly onStart?: Hook<Args, Services>;
  /** Runs at the end of each execution, interrupted or not, before the job goes back to the queue; not after an error. */
  readonly onShutdown?: Hook<Args, Services>;
  /** Runs when everything is done; once, unless a crash comes before the queue knows. */
  readonly onComplete?: Hook<Args, Services>;
  /** Runs around each item; must call `next` once and await it. */
  readonly aroundEach?: (
    next: () => Promise<void>,
    item: Item,
    args: Args,
    job: Job,
    services: Services,
  ) => Awaitable<void>;
  /** What the cursor means, as a whole number that you raise when the meaning changes. */
  readonly version?: number;
  /**
   * Turns a cursor of another version into one of this version. Without it, other versions are refused. In a job that was
   * split by `parallel` the cursor is the slice, with the cursor within it as `inner`.
   */
  readonly migrate?: (cursor: Json, version: number | undefined) => NoInfer<Cursor>;
}

/**
 * Defines a job that goes through items, one checkpoint after each. An interrupted iteration goes back to the queue at
 * once, and its errors are for `retryOn`: both as in job-iteration.
 *
 * @example
 * const chargeOrders = defineIteration({
 *   name: "charge_orders",
 *   build: ({ day }: { day: string }, enumerate, _job, shop: Shop) => enumerate.records(shop.orders.pending({ day })),
 *   async each(order, _args, _job, shop) {
 *     await shop.payments.charge(order, { key: `charge:${order.id}` });
 *   },
 * });
 * @throws JobDefinitionError when something is missing, or makes no sense
 */
export function defineIteration<Args extends Json, Item, Cursor extends Json = Json, Services = unknown>(
  options: IterationOptions<Args, Item, Services, Cursor>,
): JobDefinition<Args, Services> {
  checkOptions(options);
  const definition: JobDefinition<Args, Services> = defineJob<Args, Services>({
    resume: {},
    resumeErrorsAfterAdvancing: false,
    ...options,
    perform: (args, job, services) => iterate(options, definition, args, job, services),
  });
  return definition;
}

type Checked = Pick<IterationOptions<never, never, never>, "name" | "version"> &
  Partial<Record<"build" | "each" | "onStart" | "onShutdown" | "onComplete" | "aroundEach" | "migrate", unknown>>;

function checkOptions(options: Checked): void {
  const { name, version, migrate } = options;
  const refuse = (fault: string, mend: string): never => {
    throw new JobDefinitionError(`Iteration '${name}' has ${fault}. ${mend}`);
  };
  if ("perform" in options) {
    refuse("a perform of its own", "Say in `each` what is to be done with one item, or use defineJob.");
  }
  if (typeof options.build !== "function") {
    refuse("no build", "Say what to go through: `build: (args, enumerate) => enumerate.records(…)`.");
  }
  if (typeof options.each !== "function") {
    refuse("no each", "Say what is to be done with one item: `async each(item) { … }`.");
  }
  for (const hook of ["onStart", "onShutdown", "onComplete", "aroundEach", "migrate"] as const) {
    const given = options[hook];
    if (given !== undefined && typeof given !== "function") {
      refuse(`${hook} that is a ${typeof given}`, "Give a function, or leave it out.");
    }
  }
  if (version !== undefined && !(Number.isSafeInteger(version) && version >= 0)) {
    refuse(`version ${version}`, "Give a whole number, and raise it when the meaning of the cursor changes.");
  }
  if (migrate !== undefined && version === undefined) {
    refuse("a migrate and no version", "Give the version that migrate leads to: `version: 1`.");
  }
}
