// The door of #jobs: everything that a job, a worker or a store needs.
export { type Clock, hours, minutes, seconds } from "./clock.ts";
export { type AnyJobDefinition, defineJob, type JobDefinition, type JobOptions } from "./definition.ts";
export { enqueue, type EnqueueOptions, jobRequest } from "./enqueue.ts";
export * from "./errors.ts";
export type { JobEvent, JobListener } from "./events.ts";
export type { Outcome } from "./execution.ts";
export type { Job, Step, StepBody, StepOptions } from "./job.ts";
export { copyJson, type Json, sameJson } from "./json.ts";
export { MemoryProgress } from "./memory-progress.ts";
export { MemoryQueue } from "./memory-queue.ts";
export { payloadProgress, type Progress, type ProgressStore } from "./progress.ts";
export { describeProgress } from "./continuation.ts";
export type { DeadLetter, JobRequest, Lease, Queue, QueuedJob, ReleaseOptions } from "./queue.ts";
export { Worker, type WorkerOptions } from "./worker.ts";
