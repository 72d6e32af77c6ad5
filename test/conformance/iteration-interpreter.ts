// Builds a job definition from a scenario's job. It uses nothing that a user's own job could not use.
import { isDeepStrictEqual } from "node:util";
import {
  Abort,
  type Batch,
  defineIteration,
  type Enumeration,
  FanOut,
  Interrupt,
  type Job,
  type JobDefinition,
  type Json,
  noItem,
  seconds,
  Throttled,
} from "#jobs";
import { AppError } from "./continuation-operations.ts";
import type { Build, IterationJob, IterationJobOptions, Row } from "./iteration-language.ts";
import { built } from "./iteration-sources.ts";
import type { RecordedEvent } from "./recording.ts";

/** What a job sees of the run that it is in. */
export interface World {
  /** Which execution of the run this is, counted from 1. */
  readonly execution: number;
  note(event: RecordedEvent): void;
  /** A cursor of ours in the recording's words. */
  cursor(cursor: Json | undefined): Json;
  isThrottled(): boolean;
  spend(ms: number): void;
  /** The walk through the items begins, with the first one or none. */
  walkBegins(): void;
  starts(): void;
  splits(instances: number): void;
}

/** The definition that performs a scenario's job in the world of one run. */
export function iterationJob(job: IterationJob, world: World): JobDefinition<null> {
  const { build, options = {} } = job;
  const log = (label: string) => world.note({ event: "log", label });
  // Where the walk of this execution is.
  const at: Place = { item: undefined, cursor: undefined, saved: undefined };
  return defineIteration<null, unknown>({
    name: "recorded_job",
    ...limits(options),
    ...rules(options),
    stopReason: () => (exits(job, at.item, world.execution) ? "unknown" : undefined),
    build(_args, enumerate, context) {
      at.item = undefined;
      at.saved = enumerate.cursor;
      world.note({ event: "build_enumerator", cursor: world.cursor(enumerate.cursor) });
      const now = { execution: world.execution, isThrottled: () => world.isThrottled() };
      const enumeration = built(build, enumerate, now);
      if (enumeration instanceof FanOut) world.splits(enumeration.instances);
      if (enumeration === undefined) world.note({ event: "nil_enumerator" });
      const isWalk = typeof enumeration === "object" && Symbol.asyncIterator in enumeration;
      return isWalk ? observed(enumeration, context, at, world) : enumeration;
    },
    async each(raw, _args, context) {
      world.spend(seconds(job.seconds_per_item ?? 0));
      at.item = await asRecordedItem(build, raw);
      failAt(job, at.item, world);
      world.note({ event: "item", item: at.item });
      await abortAt(job, at.item, context, world);
    },
    async aroundEach(next) {
      if (options.around_iterate) log("around_iterate in");
      let error: unknown;
      try {
        await next();
        if (options.around_iterate) log("around_iterate out");
      } catch (caught) {
        error = caught;
        throw caught;
      } finally {
        world.note({ event: "iterated", cursor: world.cursor(at.cursor), ...asIteratedError(error) });
      }
    },
    onStart() {
      world.starts();
      if (options.callbacks) world.note({ event: "on_start" });
    },
    onShutdown() {
      if (options.callbacks) world.note({ event: "on_shutdown" });
    },
    onComplete(_args, context) {
      if (options.callbacks) world.note({ event: "on_complete" });
      const times = { times_interrupted: context.interruptions, total_time: context.runtimeMs / 1_000 };
      world.note({ event: "completed", cursor: world.cursor(at.saved), ...times });
    },
  });
}

interface Place {
  item: Json | undefined;
  /** The cursor of the item under way. */
  cursor: Json | undefined;
  saved: Json | undefined;
}

/** The same enumeration; what the library itself says about it in the recording, a job can see here for itself. */
function observed(enumeration: Enumeration<unknown>, job: Job, at: Place, world: World): Enumeration<unknown> {
  return {
    async *[Symbol.asyncIterator]() {
      world.walkBegins();
      let found = false;
      for await (const pair of enumeration) {
        if (pair instanceof Throttled) return yield pair;
        if (pair[0] !== noItem) found = true;
        at.cursor = pair[1];
        yield pair;
        // The next one is asked for when this one is saved.
        at.saved = pair[1];
      }
      if (!found) world.note({ event: "not_found", times_interrupted: job.interruptions });
    },
  };
}

function failAt({ fail }: IterationJob, item: Json, world: World): void {
  if (!fail || !isDeepStrictEqual(item, fail.item)) return;
  if (fail.attempts && !fail.attempts.includes(world.execution)) return;
  const message = fail.message ?? `boom at ${typeof item === "string" ? item : JSON.stringify(item)}`;
  world.note({ event: "raising", error: "AppError", message });
  throw new AppError(message);
}

async function abortAt({ abort }: IterationJob, item: Json, job: Job, world: World): Promise<void> {
  if (!abort || !isDeepStrictEqual(item, abort.item)) return;
  if (abort.executions && !abort.executions.includes(world.execution)) return;
  const { value = null } = abort;
  world.note({ event: "abort", value });
  if (value === null) throw new Abort();
  if (value === "skip_complete_callbacks" || value === false) throw new Abort({ complete: false });
  if (Array.isArray(value) && value[0] === "retry") await job.interrupt("retry", { wait: seconds(Number(value[1])) });
  // A value that means nothing; types would refuse it.
  throw new Abort({ complete: value as never });
}

const exits = ({ should_exit }: IterationJob, item: Json | undefined, execution: number): boolean =>
  should_exit !== undefined &&
  isDeepStrictEqual(item, should_exit.after_item) &&
  (should_exit.executions?.includes(execution) ?? true);

/** An item as it was written down: a row by its id, a branch of a tree by its leaf. */
async function asRecordedItem(build: Build, item: unknown): Promise<Json> {
  switch (build.kind) {
    case "throttle":
      return await asRecordedItem(build.inner, item);
    case "nested":
      return (item as readonly Json[]).at(-1) ?? null;
    case "records":
      return (item as Row).id;
    case "record_batches":
      return (item as readonly Row[]).map(({ id }) => id);
    case "batch_relations": {
      const ids: number[] = [];
      for await (const { id } of item as Batch<Row, Json>) ids.push(id);
      return ids;
    }
    default:
      return item as Json;
  }
}

function limits({ max_job_runtime: _global, class_max_job_runtime, default_retry_backoff }: IterationJobOptions) {
  return {
    ...(class_max_job_runtime !== undefined && { maxRuntimeMs: seconds(class_max_job_runtime) }),
    ...(default_retry_backoff !== undefined && { resume: { wait: seconds(default_retry_backoff) } }),
  };
}

const rules = ({ retry_on, discard_on }: IterationJobOptions) => ({
  ...(retry_on && { retryOn: [{ errors: AppError, wait: seconds(retry_on.wait), attempts: retry_on.attempts }] }),
  ...(discard_on && { discardOn: [{ errors: AppError }] }),
});

/** An abort and an interruption are no errors there. */
function asIteratedError(error: unknown): { readonly error?: { readonly class: string; readonly message: string } } {
  if (!(error instanceof Error) || error instanceof Abort || error instanceof Interrupt) return {};
  return { error: { class: error.constructor.name, message: error.message } };
}
