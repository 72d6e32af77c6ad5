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
