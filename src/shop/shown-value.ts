// How a value is shown inside an error message.
import { inspect } from "node:util";

/**
 * Shows any value in one line, strings in double quotes as they are typed in code.
 *
 * @param value anything, also what JSON cannot hold.
 * @returns text for a message.
 */
export function shownValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return inspect(value, { breakLength: Infinity, depth: 1 });
}
