// The names that Rails has for our errors. Their wording is our own; that one of this family is raised is compared.
import {
  ConcurrentStepError,
  DuplicateStepError,
  NestedStepError,
  ResumeLimitError,
  StepNameError,
  StepOrderError,
  UnadvanceableCursorError,
} from "#jobs";

// A step inside a step looks like two at once until the outer one has ended. Rails knows only the one.
const invalidStep = [StepNameError, DuplicateStepError, NestedStepError, ConcurrentStepError, StepOrderError];

/** The class of an error as the recording calls it; our own name where Rails has no such error. */
export function errorNameOf(error: Error): string {
  if (invalidStep.some((one) => error instanceof one)) return "Continuation::InvalidStepError";
  if (error instanceof UnadvanceableCursorError) return "Continuation::UnadvanceableCursorError";
  if (error instanceof ResumeLimitError) return "Continuation::ResumeLimitError";
  return error.constructor.name;
}

/** An error as the recording writes it down. */
export function asRecordedError(error: unknown): { readonly class: string; readonly message: string } {
  const given = error instanceof Error ? error : new Error(String(error));
  return { class: errorNameOf(given), message: given.message };
}
