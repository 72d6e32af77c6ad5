// What somebody meant who misspelt a word.

/**
 * The known word that is nearest to a word.
 *
 * @returns undefined when none is near enough to have been meant
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  // One slip in three letters: with more, "list" would be near to "hint".
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const found = known
    .map((one) => ({ one, slips: begins(one.toLowerCase(), wanted) ? 1 : slipsBetween(wanted, one.toLowerCase()) }))
    .toSorted((left, right) => left.slips - right.slips)[0];
  return found && found.slips <= most ? found.one : undefined;
}

/**
 * The end of a sentence that refuses a word: what was meant, or what there is.
 *
 * @param spelling how a known word is typed
 */
export function insteadOf(word: string, known: readonly string[], spelling = (one: string): string => one): string {
  const near = nearest(word, known);
  return near === undefined ? `choose from ${known.map(spelling).join(", ")}.` : `did you mean ${spelling(near)}?`;
}

/** Whether a word was begun and not finished. */
const begins = (known: string, wanted: string): boolean => wanted.length >= 3 && known.startsWith(wanted);

/** Letters that are wrong, missing or too many, and pairs that are the other way round. */
function slipsBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= one.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(one.length, other.length);
}
