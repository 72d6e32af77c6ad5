// Asks whether to go on before each item, and sends the job back to the queue when not.
import { checkEnumeration, type Enumeration, enumerationOf, noItem, type Pair, Throttled } from "./enumeration.ts";
import { EnumerationError } from "./iteration-errors.ts";
import type { Json } from "../json.ts";

export interface ThrottleOptions {
  /** Whether to stop for now: the database is behind, the API has had enough. */
  readonly when: () => boolean | Promise<boolean>;
  /** How long the job waits then, in milliseconds. */
  readonly backoffMs: number;
  /**
   * Asks before the next item is fetched, for a source that is itself to be spared; then the question is asked once more
   * at the end. Default: false, as job-iteration: an item that is there is fetched and not handled.
   */
  readonly beforeFetching?: boolean;
}

/** The same items, with a question before each. */
export function throttle<Item, Cursor extends Json>(
  enumeration: Enumeration<Item, Cursor>,
  options: ThrottleOptions,
): Enumeration<Item, Cursor> {
  checkEnumeration(enumeration, "what is throttled");
  checkOptions(options);
  const walk = options.beforeFetching ? askThenFetch : fetchThenAsk;
  return enumerationOf(() => walk(enumeration, options));
}

async function* fetchThenAsk<Item, Cursor extends Json>(
  enumeration: Enumeration<Item, Cursor>,
  { when, backoffMs }: ThrottleOptions,
): AsyncGenerator<Pair<Item, Cursor>> {
  for await (const pair of enumeration) {
    const isItem = !(pair instanceof Throttled) && pair[0] !== noItem;
    if (isItem && (await when())) return yield new Throttled(backoffMs);
    yield pair;
  }
}

async function* askThenFetch<Item, Cursor extends Json>(
  enumeration: Enumeration<Item, Cursor>,
  { when, backoffMs }: ThrottleOptions,
): AsyncGenerator<Pair<Item, Cursor>> {
  const pairs = enumeration[Symbol.asyncIterator]();
  try {
    while (!(await when())) {
      const next = await pairs.next();
      if (next.done) return;
      yield next.value;
    }
    yield new Throttled(backoffMs);
  } finally {
    await pairs.return?.();
  }
}

function checkOptions({ when, backoffMs }: ThrottleOptions): void {
  if (typeof when !== "function") {
    throw new EnumerationError("throttle needs a function `when`", when, "Give `when: () => api.isBusy()`.");
  }
  if (Number.isFinite(backoffMs) && backoffMs >= 0) return;
  const mend = "Give `backoffMs: seconds(30)`.";
  throw new EnumerationError("throttle needs backoffMs, milliseconds of 0 or more", backoffMs, mend);
}
