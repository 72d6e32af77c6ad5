// The small language in which the recorded Rails jobs are written. The recording's README says what each operation does.
import type { Json } from "#jobs";

/** Raises AppError before an item, in these executions only if any are given. */
export interface FailTest {
  readonly item: Json;
  readonly message?: string;
  /** By the job's own counter of executions. */
  readonly executions?: readonly number[];
  /** By the run's counter, which a retry by the backend does not turn back. */
  readonly attempts?: readonly number[];
}

export interface StepOperation {
  readonly op: "step";
  readonly name: string;
  readonly start?: Json;
  readonly isolated?: boolean;
  readonly body: readonly Operation[];
  /** How a Ruby method takes the step: only "method0" (not at all) and "method1" say something here. */
  readonly style?: "method0" | "method1" | "method2" | "method_kw";
  /** A name of the wrong type. */
  readonly name_type?: "string";
}

export interface EachIndexOperation {
  readonly op: "each_index";
  readonly items: readonly Json[];
  readonly via: "advance" | "set" | "set_nil" | "checkpoint";
  readonly every?: number;
  readonly checkpoint_before?: boolean;
  readonly fail?: FailTest;
  readonly fail2?: FailTest;
}

export interface EachNestedOperation {
  readonly op: "each_nested";
  readonly groups: readonly (readonly Json[])[];
  readonly depth?: 2 | 3;
}

export type Operation =
  | StepOperation
  | EachIndexOperation
  | EachNestedOperation
  | { readonly op: "each_id"; readonly ids: readonly number[]; readonly fail?: FailTest }
  | { readonly op: "drain"; readonly items: readonly Json[]; readonly fail?: FailTest }
  | { readonly op: "log"; readonly label: string }
  | { readonly op: "set"; readonly value: Json }
  | { readonly op: "advance"; readonly from?: Json }
  | { readonly op: "checkpoint" }
  | { readonly op: "raise"; readonly message: string; readonly executions?: readonly number[] }
  | { readonly op: "rescue_standard"; readonly label: string; readonly body: readonly Operation[] }
  | { readonly op: "ensure"; readonly label: string; readonly body: readonly Operation[] }
  | { readonly op: "set_attribute"; readonly name: string; readonly value: Json }
  | { readonly op: "log_attribute"; readonly name: string }
  | { readonly op: "set_date"; readonly value: string }
  | { readonly op: "set_symbol"; readonly value: string };

export interface ContinuationOptions {
  readonly max_resumptions?: number;
  readonly resume_errors_after_advancing?: boolean;
  /** Times are in seconds. */
  readonly resume_options?: { readonly wait?: number; readonly queue?: string; readonly priority?: number };
  readonly queue_as?: string;
  readonly priority?: number;
  readonly retry_on?: { readonly error: "AppError"; readonly wait: number; readonly attempts: number };
  readonly discard_on?: { readonly error: "AppError" };
  readonly after_discard?: boolean;
  readonly callbacks?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface ContinuationJob {
  readonly perform: readonly Operation[];
  /** Performed instead when there is progress to resume from. */
  readonly perform_resumed?: readonly Operation[];
  readonly options?: ContinuationOptions;
  /** How often the backend executes a payload again when its error reaches it. */
  readonly backend_retries?: number;
  readonly start_with?: "perform_now";
  /** What a stop question is answered with instead of true. */
  readonly stop_reason?: string;
}
