// The catalogue of fingerprints as a file: what the mistakes of each lesson do, and what its reference solution does.
import type { Catalogue } from "#simulation";

/** Where it is kept: plain data, by lesson. The kata reads it. */
export const catalogueFile = "src/catalogue/fingerprints.json";

/** Its text. */
export const catalogueText = (catalogue: Readonly<Record<string, Catalogue>>): string =>
  `${JSON.stringify(catalogue, undefined, 2)}\n`;
