// The door of #jobs: everything that a job, a worker or a store needs.
export { type Clock, hours, minutes, seconds } from "./clock.ts";
export { type AnyJobDefinition, defineJob, type JobDefinition, type JobOptions } from "./definition.ts";
export { enqueue, type EnqueueOptions, jobRequest } from "./enqueue.ts";
export * from "./errors.ts";
export type { JobEvent, JobListener, Trouble } from "./events.ts";
export type { Outcome } from "./ending.ts";
export type { LooseEnd } from "./host.ts";
export { Enumerate } from "./iteration/enumerate.ts";
export { type Enumeration, noItem, type Pair, type Source, Throttled } from "./iteration/enumeration.ts";
export { attemptsByRule } from "./failure-rules.ts";
export type { DiscardRule, ErrorMatch, FailureRules, RescueRule, RetryRule } from "./failure-rules.ts";
export { Abort } from "./iteration/abort.ts";
export { defineIteration, type IterationOptions } from "./iteration/iteration.ts";
export * from "./iteration/iteration-errors.ts";
export { edgesOf, FanOut, type Slice, sliceOf } from "./iteration/parallel.ts";
export type { Batch, BatchOptions, RecordOptions } from "./iteration/records.ts";
export type { ThrottleOptions } from "./iteration/throttle.ts";
export type { CsvOptions, CsvSource } from "./iteration/csv.ts";
export type { Level, NestedCursor } from "./iteration/nested.ts";
export type { Attribute, Job, Step, StepBody, StepOptions } from "./job.ts";
export { copyJson, type Json, sameJson } from "./json.ts";
export { MemoryProgress } from "./memory-progress.ts";
export type { KnownKey } from "./keys.ts";
export { type MarkedJob, MemoryQueue, type MemoryQueueOptions, type QueueMark } from "./memory-queue.ts";
export { isBehindPayload, payloadProgress, type Progress, type ProgressStore, type Saved } from "./progress.ts";
export { describeProgress } from "./continuation.ts";
export type {
  DeadLetter,
  Enqueued,
  Enqueuer,
  Failure,
  JobRequest,
  Lease,
  Lessor,
  Office,
  Queue,
  QueuedJob,
  ReleaseOptions,
  Settler,
  Tally,
  Wanted,
  WrittenError,
} from "./queue.ts";
export { freshTally, retriedJob } from "./queue.ts";
export { SparseProgress, type SparseOptions } from "./sparse-progress.ts";
export { acknowledgeInTwoWrites } from "./two-writes.ts";
export { Worker, type WorkerOptions } from "./worker.ts";
