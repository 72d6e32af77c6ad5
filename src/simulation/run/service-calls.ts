// The calls to services that a job has under way: a call that nobody awaits is found out at the next checkpoint.
import type { LooseEnd } from "#jobs";
import type { Shop } from "#shop";

/** A promise of a service that knows whether anybody waits for it. */
class ServiceCall<Result> implements Promise<Result> {
  /** As the job wrote it: "shop.payments.charge(…)". */
  readonly name: string;
  readonly #promise: Promise<Result>;
  readonly #calls: ServiceCalls;
  #awaited = false;
  /** What `catch` or `finally` have made: waiting for that is waiting for this. */
  #next: ServiceCall<unknown> | undefined;

  constructor(name: string, promise: Promise<Result>, calls: ServiceCalls) {
    this.name = name;
    this.#promise = promise;
    this.#calls = calls;
  }

  /** An error that nobody awaits is reported as the call that nobody awaits, not as an unhandled rejection. */
  catchErrors(): this {
    this.#promise.catch(ignore);
    return this;
  }

  /** Whether somebody will know how it ends. */
  get isAwaited(): boolean {
    return this.#awaited || (this.#next?.isAwaited ?? false);
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being a promise is its purpose
  then<Kept = Result, Mended = never>(
    onFulfilled?: ((value: Result) => Kept | PromiseLike<Kept>) | null,
    onRejected?: ((reason: unknown) => Mended | PromiseLike<Mended>) | null,
  ): Promise<Kept | Mended> {
    const next = this.#promise.then(onFulfilled, onRejected);
    if (isOfTheLanguage(onFulfilled ?? onRejected)) {
      this.#awaited = true;
      return next;
    }
    // What is to be done afterwards is work, too: a call of its own, which wants to be awaited. A `catch` alone is none.
    if (onFulfilled) {
      this.#awaited = true;
      return this.#calls.note(`${this.name}.then(…)`, next);
    }
    return (this.#next = this.#following(next)) as ServiceCall<Kept | Mended>;
  }

  catch<Mended = never>(onRejected?: ((reason: unknown) => Mended | PromiseLike<Mended>) | null) {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Result> {
    return (this.#next = this.#following(this.#promise.finally(onFinally))) as ServiceCall<Result>;
  }

  #following(promise: Promise<unknown>): ServiceCall<unknown> {
    return new ServiceCall(this.name, promise, this.#calls).catchErrors();
  }

  get [Symbol.toStringTag](): string {
    return "Promise";
  }
}

/**
 * Whether a callback comes from `await`, `Promise.all` and their like and not from the job: theirs have no source text.
 * A function that was bound looks the same, and is given the benefit of the doubt.
 */
const isOfTheLanguage = (callback: unknown): boolean =>
  typeof callback === "function" && Function.prototype.toString.call(callback).endsWith("{ [native code] }");

const ignore = (): void => {};

/** The calls of one execution. */
export class ServiceCalls {
  #calls: ServiceCall<unknown>[] = [];
  /** How many requests are on their way: the gate counts them. */
  underWay = 0;
  readonly #mayFail: boolean;

  /** @param mayFail whether services may fail: where they cannot, it costs nothing to be ready for it */
  constructor(mayFail: boolean) {
    this.#mayFail = mayFail;
  }

  /** Forgets the calls of the execution before. */
  begin(): void {
    if (this.#calls.length > 0) this.#calls = [];
    this.underWay = 0;
  }

  /** A call that is under way or that nobody awaits; undefined when there is none. */
  loose(): LooseEnd | undefined {
    if (this.#calls.length === 0) return undefined;
    const loose = this.#calls.find((call) => !call.isAwaited) ?? (this.underWay > 0 ? this.#calls.at(-1) : undefined);
    if (!loose) this.#calls = [];
    return loose && { call: loose.name, isAwaited: () => loose.isAwaited };
  }

  /** Takes note of a call. */
  note<Result>(name: string, promise: Promise<Result>): Promise<Result> {
    const call = new ServiceCall(name, promise, this);
    this.#calls.push(call);
    return this.#mayFail ? call.catchErrors() : call;
  }

  /** The same shop, whose calls with effects are noted. */
  noting(shop: Shop): Shop {
    const { payments, mailer, reports, marketplace } = shop;
    return Object.freeze({
      ...shop,
      payments: { charge: (...args) => this.note("shop.payments.charge(…)", payments.charge(...args)) },
      mailer: { deliver: (...args) => this.note("shop.mailer.deliver(…)", mailer.deliver(...args)) },
      reports: { publish: (...args) => this.note("shop.reports.publish(…)", reports.publish(...args)) },
      marketplace: {
        orders: () => marketplace.orders(),
        book: (...args) => this.note("shop.marketplace.book(…)", marketplace.book(...args)),
      },
    } satisfies Shop);
  }
}

/** The same shop for `followUps`, which only reads: its services refuse every call. */
export function readOnly(shop: Shop): Shop {
  const { marketplace } = shop;
  return Object.freeze({
    ...shop,
    payments: { charge: refusing("shop.payments.charge(…)") },
    mailer: { deliver: refusing("shop.mailer.deliver(…)") },
    reports: { publish: refusing("shop.reports.publish(…)") },
    marketplace: { orders: () => marketplace.orders(), book: refusing("shop.marketplace.book(…)") },
  } satisfies Shop);
}

/** At once, and not as a promise: it is to be heard even where nobody awaits the call. */
const refusing = (call: string) => (): never => {
  throw new FollowUpEffectError(call);
};

/** What is done in `followUps` belongs to no job. */
class FollowUpEffectError extends Error {
  override readonly name = "FollowUpEffectError";

  constructor(call: string) {
    super(
      `${call} was called in followUps, which only reads and says what comes next. ` +
        "Call it in perform, or in the perform of a job that follows.",
    );
  }
}
