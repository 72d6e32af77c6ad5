// A hash for names of states: 53 bits, so that tens of thousands of states meet by accident less than once in a million runs.

/**
 * The hash of a text: FNV-1a (Fowler, Noll and Vo) twice, with different beginnings and multipliers, as one whole number.
 */
export function hashOf(text: string): number {
  let top = 0x81_1c_9d_c5;
  let bottom = 0x1b_87_35_93;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    top = Math.imul(top ^ code, 0x01_00_01_93);
    bottom = Math.imul(bottom ^ code, 0x05_bd_1e_95);
  }
  // 21 bits of the one above 32 bits of the other: as many as a number holds exactly.
  return ((top ^ (top >>> 15)) & 0x1f_ff_ff) * 2 ** 32 + (bottom >>> 0);
}

/** The hash of a JSON value, as that of its text would be: equal for equal values with their keys in the same order. */
export function hashOfJson(value: unknown): number {
  if (typeof value === "string") return hashOf(value);
  high = 0x3c_6e_f3_72;
  low = 0x9e_37_79_b9;
  feed(value);
  return (finished(high) & 0x1f_ff_ff) * 2 ** 32 + (finished(low) >>> 0);
}

// The two halves of the hash under way. Not in an object: proofs hash some values for each of millions of operations.
let high = 0;
let low = 0;

const signs = { text: 1, whole: 2, other: 3, null: 4, list: 5, listEnd: 6, object: 7, objectEnd: 8 };

function feed(value: unknown): void {
  switch (typeof value) {
    case "string":
      return feedText(signs.text, value);
    case "number":
      return Number.isSafeInteger(value) && value >= 0 ? feedWhole(value) : feedText(signs.other, String(value));
    case "object":
      return value === null ? feedWord(signs.null) : feedParts(value);
    default:
      return feedText(signs.other, String(value));
  }
}

function feedWhole(value: number): void {
  feedWord(signs.whole);
  feedWord(value >>> 0);
  feedWord(highHalf(value));
}

function feedParts(value: object): void {
  if (Array.isArray(value)) {
    feedWord(signs.list);
    for (const item of value) feed(item);
    return feedWord(signs.listEnd);
  }
  feedWord(signs.object);
  for (const key in value) {
    feedText(signs.text, key);
    feed((value as Readonly<Record<string, unknown>>)[key]);
  }
  feedWord(signs.objectEnd);
}

function feedText(sign: number, text: string): void {
  // With its length, or where it ends could not be told from what follows.
  feedWord(sign + text.length * 16);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x01_00_01_93);
    low = Math.imul(low ^ code, 0x05_bd_1e_95);
  }
}

function feedWord(word: number): void {
  high = taken(high, word ^ 0x5b_d1_e9_95);
  low = taken(low, word);
}

/** One whole number for two, of the same 53 bits; the order counts. It is MurmurHash3 (Austin Appleby) of their halves. */
export function mixed(one: number, other: number): number {
  const a = one >>> 0;
  const b = highHalf(one);
  const c = other >>> 0;
  const d = highHalf(other);
  const bottom = finished(taken(taken(taken(taken(0x9e_37_79_b9, a), b), c), d));
  const top = finished(taken(taken(taken(taken(0x3c_6e_f3_72, d), c), b), a));
  // 21 bits of the one above 32 bits of the other: as many as a number holds exactly.
  return (top & 0x1f_ff_ff) * 2 ** 32 + (bottom >>> 0);
}

/** One whole number for two, of the same 53 bits; the order does not count. */
export function summed(one: number, other: number): number {
  // Neither the sum nor the difference leaves the numbers that are exact.
  const over = one - (2 ** 53 - other);
  return over >= 0 ? over : one + other;
}

/** The 21 bits above the lower 32: multiplied, since to divide takes longer. */
const highHalf = (value: number): number => (value * 2 ** -32) | 0;

function taken(hash: number, word: number): number {
  const scattered = Math.imul(rotated(Math.imul(word, 0xcc_9e_2d_51), 15), 0x1b_87_35_93);
  return (Math.imul(rotated(hash ^ scattered, 13), 5) + 0xe6_54_6b_64) | 0;
}

function finished(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2_b2_ae_35);
  return bits ^ (bits >>> 16);
}

const rotated = (bits: number, by: number): number => (bits << by) | (bits >>> (32 - by));
