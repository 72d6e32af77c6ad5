// The language of the recorded job-iteration jobs: what to go through, and what happens on the way.
import type { Json } from "#jobs";

export type Row = { readonly id: number } & Readonly<Record<string, Json>>;

/** A part of a tree: a name and what is under it; at the lowest level a plain item. */
export type Tree = readonly Json[];

export interface RowsBuild {
  readonly rows: readonly Row[];
  readonly columns?: readonly string[];
  readonly batch_size?: number;
  /** Both before the second execution. */
  readonly delete_later?: readonly number[];
  readonly insert_later?: readonly Row[];
}

export type Build =
  | { readonly kind: "array"; readonly items: readonly Json[]; readonly items_later?: readonly Json[] }
  | { readonly kind: "times"; readonly n: number }
  | { readonly kind: "once" }
  | { readonly kind: "nested"; readonly depth: number; readonly tree: Tree }
  | { readonly kind: "csv"; readonly text: string; readonly headers: boolean }
  | { readonly kind: "csv_batches"; readonly text: string; readonly headers: boolean; readonly batch_size?: number }
  | ({ readonly kind: "records" | "record_batches" | "batch_relations" } & RowsBuild)
  | {
      readonly kind: "throttle";
      readonly inner: Build;
      /** Seconds. */
      readonly backoff: number;
      /** Which questions, counted from 1 over the run, are answered yes. */
      readonly throttle_on_calls: readonly number[];
    }
  | { readonly kind: "custom"; readonly pairs: readonly (readonly [item: Json, cursor: Json])[] }
  | { readonly kind: "parallel_array"; readonly items: readonly Json[]; readonly instances: number }
  | { readonly kind: "nil" }
  | { readonly kind: "not_enumerator" };

export interface IterationJobOptions {
  readonly callbacks?: boolean;
  readonly around_iterate?: boolean;
  /** Seconds, as all times here. */
  readonly max_job_runtime?: number;
  readonly class_max_job_runtime?: number;
  readonly default_retry_backoff?: number;
  readonly retry_on?: { readonly error: string; readonly wait: number; readonly attempts: number };
  readonly discard_on?: { readonly error: string };
}

export interface IterationJob {
  readonly build: Build;
  readonly options?: IterationJobOptions;
  /** The clock moves on so much at the start of each item. */
  readonly seconds_per_item?: number;
  /** `attempts` and `executions` are numbers of executions of the run; at each when missing. */
  readonly fail?: { readonly item: Json; readonly attempts?: readonly number[]; readonly message?: string };
  readonly abort?: { readonly item: Json; readonly value?: Json; readonly executions?: readonly number[] };
  readonly should_exit?: { readonly after_item: Json; readonly executions?: readonly number[] };
  readonly backend_retries?: number;
  readonly stop_reason?: string;
}
