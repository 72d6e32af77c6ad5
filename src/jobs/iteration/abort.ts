// How a handler ends an iteration for good.
import { AbortOptionError } from "./iteration-errors.ts";

/**
 * Thrown by `each` to end the iteration. The item's cursor is not saved, and no further item is handled.
 *
 * @example if (campaign.isCancelled) throw new Abort({ complete: false });
 */
export class Abort extends Error {
  /** Whether `onComplete` runs. */
  readonly complete: boolean;

  constructor({ complete = true }: { readonly complete?: boolean } = {}) {
    super("The iteration was aborted by its handler.");
    this.name = "Abort";
    if (typeof complete !== "boolean") throw new AbortOptionError(complete);
    this.complete = complete;
  }
}
