// What a person typed and a program cannot use.

/** The exit code of every program when its command line cannot be used. */
export const MISUSE = 2;

/** Raised with one sentence that names what was typed and says what to type instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** Lines below the sentence, laid out already: what there is to choose from. */
  readonly choice: readonly string[];

  constructor(sentence: string, choice: readonly string[] = []) {
    super(sentence);
    this.choice = choice;
  }
}

/** As typed, with quotes, so that an empty or invisible word can be seen and none reaches the terminal. */
export const shown = (word: string): string => JSON.stringify(word);
