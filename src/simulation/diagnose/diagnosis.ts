// Says which catalogued mistake a job looks like: by what it does under faults, never by its code.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import { type Fingerprint, type FingerprintScenario, type Rows, takeFingerprint } from "./fingerprint.ts";

/** A mistake that is known, and what it does. */
export interface KnownMistake {
  readonly mistake: string;
  /** What it is, in one plain sentence. */
  readonly sentence: string;
  /** The rows in which it does otherwise than a right job. */
  readonly differs: Fingerprint;
}

/** What a lesson knows: what a right job does, and which mistakes there are. */
export interface Catalogue {
  readonly right: Fingerprint;
  readonly mistakes: readonly KnownMistake[];
}

export interface Diagnosis {
  readonly mistake: string;
  readonly sentence: string;
  /** Other mistakes that fit as well: nothing that they do tells them apart. */
  readonly or: readonly string[];
  /** How many cells are the same, of all in which the job or the mistake does otherwise than a right job. */
  readonly same: number;
  readonly of: number;
}

// Measured in test/diagnosis: another variant of a known mistake shares 0.88 of the cells or more, a mistake that is not
// known 0.74 or less with its nearest relative.
const alike = 0.85;

/**
 * Says which mistake a job looks like: takes its fingerprint, and recognises it.
 *
 * @param scenarios the same, in the same order, as those of the catalogue
 * @returns undefined when the job does what a right one does, or nothing that is known fits
 */
export const diagnose = async <Args extends Json>(
  job: JobDefinition<Args, Shop>,
  scenarios: readonly FingerprintScenario<NoInfer<Args>>[],
  catalogue: Catalogue,
): Promise<Diagnosis | undefined> => recognise(await takeFingerprint(job, scenarios), catalogue);

/**
 * Says whose fingerprint this is.
 *
 * @returns undefined when it is that of a right job, or of none that is known; also when a job fails in calm weather that
 *   should not: its error says why, and all who fail of it look alike
 */
export function recognise(fingerprint: Fingerprint, catalogue: Catalogue): Diagnosis | undefined {
  const good = cellsOf(catalogue.right.oneFault);
  const failsCalmly = [...cellsOf(fingerprint.oneFault)].some(
    ([place, cell]) => place.includes(": calm ") && cell.startsWith("!") && cell !== good.get(place),
  );
  if (failsCalmly) return undefined;
  const [best, ...others] = rank(fingerprint, catalogue);
  if (!best || share(best) < alike) return undefined;
  const equals = others.filter((other) => share(other) === share(best));
  return { ...best, or: equals.map(({ mistake }) => mistake) };
}

/**
 * The known mistakes, the one that is most alike first; none when the fingerprint is that of a right job. A job that goes
 * wrong at one fault is known by that: what further faults make of it depends on how its code is laid out.
 */
export function rank(fingerprint: Fingerprint, { right, mistakes }: Catalogue): readonly Omit<Diagnosis, "or">[] {
  const atOnce = wrongCells(cellsOf(fingerprint.oneFault), cellsOf(right.oneFault)).length > 0;
  const rows = ({ oneFault, moreFaults }: Fingerprint): Rows => (atOnce ? oneFault : { ...oneFault, ...moreFaults });
  const job = cellsOf(rows(fingerprint));
  const good = cellsOf(rows(right));
  if (wrongCells(job, good).length === 0) return [];
  return mistakes
    .map(({ mistake, sentence, differs }) => {
      const known = new Map([...good, ...cellsOf(rows(differs))]);
      const wrong = new Set([...wrongCells(job, good), ...wrongCells(known, good)]);
      const telling = [...wrong].filter((cell) => isPlace(job, cell) && isPlace(known, cell));
      const same = telling.filter((cell) => job.get(cell) === known.get(cell)).length;
      return { mistake, sentence, same, of: telling.length };
    })
    .toSorted((one, other) => share(other) - share(one));
}

/** The rows of a fingerprint that are not those of a right job. */
export const differing = (fingerprint: Fingerprint, right: Fingerprint): Fingerprint => ({
  oneFault: differingRows(fingerprint.oneFault, right.oneFault),
  moreFaults: differingRows(fingerprint.moreFaults, right.moreFaults),
});

/** A diagnosis as a line for a failing spec. */
export const describeDiagnosis = ({ sentence, same, of }: Diagnosis): string =>
  `Looks like: ${sentence} (same ${same} of ${of})`;

const share = ({ same, of }: { readonly same: number; readonly of: number }): number => (of === 0 ? 0 : same / of);

const differingRows = (rows: Rows, right: Rows): Rows =>
  Object.fromEntries(Object.entries(rows).filter(([row, cells]) => cells !== right[row]));

type Cells = ReadonlyMap<string, string>;

/** Where a job does otherwise than a right one. A place that one of them does not have cannot be compared. */
const wrongCells = (cells: Cells, good: Cells): readonly string[] =>
  [...good.keys()].filter((cell) => cells.get(cell) !== good.get(cell) && isPlace(cells, cell));

const isPlace = (cells: Cells, cell: string): boolean => cells.get(cell) !== "-";

const cellsOf = (rows: Rows): Cells =>
  new Map(
    Object.entries(rows).flatMap(([row, cells]) =>
      cells.split(" ").map((cell, index) => [`${row} ${index}`, cell] as const),
    ),
  );
