// A promise that knows whether anyone waits for it: a forgotten `await` is this field's commonest bug.

const ignore = () => {};
const unknown: { readonly isOver: boolean } = { isOver: false };

/** What `step.set`, `job.step` and their like return. Whoever awaits it calls `then`, and so is seen to wait. */
export class Call<Result> implements Promise<Result> {
  /** The call as the user wrote it, for messages. */
  readonly name: string;
  #awaited = false;
  readonly #promise: Promise<Result>;

  readonly #over: { readonly isOver: boolean };

  /** @param over tells whether the call has come to its end; nobody asks when left out */
  constructor(name: string, promise: Promise<Result>, over = unknown) {
    this.name = name;
    this.#over = over;
    this.#promise = promise;
    // Nobody may be listening; the engine reports that itself, in words, instead of an unhandled rejection.
    promise.catch(ignore);
  }

  /** Whether it has come to its end. */
  get isOver(): boolean {
    return this.#over.isOver;
  }

  get awaited(): boolean {
    return this.#awaited;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being a promise is its purpose
  then<Kept = Result, Mended = never>(
    onFulfilled?: ((value: Result) => Kept | PromiseLike<Kept>) | null,
    onRejected?: ((reason: unknown) => Mended | PromiseLike<Mended>) | null,
  ): Promise<Kept | Mended> {
    this.#awaited = true;
    return this.#promise.then(onFulfilled, onRejected);
  }

  catch<Mended = never>(onRejected?: ((reason: unknown) => Mended | PromiseLike<Mended>) | null) {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Result> {
    this.#awaited = true;
    return this.#promise.finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return "Promise";
  }
}
