// A hash for names of states: 53 bits, so that tens of thousands of states meet by accident less than once in a million runs.

/**
 * The hash of a text: FNV-1a (Fowler, Noll and Vo) twice, with different beginnings and multipliers, as one whole number.
 */
export function hashOf(text: string): number {
  let high = 0x81_1c_9d_c5;
  let low = 0x1b_87_35_93;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x01_00_01_93);
    low = Math.imul(low ^ code, 0x05_bd_1e_95);
  }
  // 21 bits of the one above 32 bits of the other: as many as a number holds exactly.
  return ((high ^ (high >>> 15)) & 0x1f_ff_ff) * 2 ** 32 + (low >>> 0);
}

/** The hash of a JSON value, as that of its text would be: equal for equal values with their keys in the same order. */
export function hashOfJson(value: unknown): number {
  switch (typeof value) {
    case "string":
      return hashOf(value);
    case "number":
      return Number.isSafeInteger(value) && value >= 0 ? mixed(value, 1) : hashOf(String(value));
    case "object":
      return value === null ? 2 : hashOfParts(value);
    default:
      return hashOf(String(value));
  }
}

function hashOfParts(value: object): number {
  if (Array.isArray(value)) return value.reduce<number>((hash, item) => mixed(hash, hashOfJson(item)), 3);
  let hash = 4;
  for (const key in value) {
    hash = mixed(mixed(hash, hashOf(key)), hashOfJson((value as Readonly<Record<string, unknown>>)[key]));
  }
  return hash;
}

/** One whole number for two, of the same 53 bits; the order counts. It is MurmurHash3 (Austin Appleby) of their halves. */
export function mixed(one: number, other: number): number {
  const a = one >>> 0;
  const b = Math.floor(one / 2 ** 32);
  const c = other >>> 0;
  const d = Math.floor(other / 2 ** 32);
  const low = finished(taken(taken(taken(taken(0x9e_37_79_b9, a), b), c), d));
  const high = finished(taken(taken(taken(taken(0x3c_6e_f3_72, d), c), b), a));
  // 21 bits of the one above 32 bits of the other: as many as a number holds exactly.
  return (high & 0x1f_ff_ff) * 2 ** 32 + (low >>> 0);
}

/** One whole number for two, of the same 53 bits; the order does not count. */
export function summed(one: number, other: number): number {
  // Neither the sum nor the difference leaves the numbers that are exact.
  const over = one - (2 ** 53 - other);
  return over >= 0 ? over : one + other;
}

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
