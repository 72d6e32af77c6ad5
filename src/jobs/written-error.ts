// An error as it is written down in a dead letter: words, stack, and the causes behind it.
import type { WrittenError } from "./queue.ts";

// Causes behind causes beyond this tell nobody anything.
const mostCauses = 8;

/** An error with its stack and its causes, as plain JSON. */
export function writtenError(error: Error, left = mostCauses): WrittenError {
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    ...(typeof stack === "string" && { stack }),
    ...(cause instanceof Error && left > 0 && { cause: writtenError(cause, left - 1) }),
  };
}
