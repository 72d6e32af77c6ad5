// What a person typed and the lab cannot use.

/** Raised with one sentence that names the value and says what to type instead. */
export class UsageError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "UsageError";
  }
}
