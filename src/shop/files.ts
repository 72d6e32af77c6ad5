// Files that were delivered to the shop, as a job reads them.
import { createRequire } from "node:module";
import { FileNotFoundError } from "./errors.ts";
import type { Reading } from "./outside.ts";

/** One line of a CSV file: the text in each column, by the names in the first line. */
export type CsvRow = Readonly<Record<string, string>>;

export interface Files {
  /**
   * The rows of a CSV file, in the order of its lines; the first line names the columns. Reading leaves no trace.
   *
   * @param file its name: "market-2026-11-22.csv"
   * @throws FileNotFoundError when there is no such file
   */
  rows(file: string): Promise<readonly CsvRow[]>;
}

// Loaded with the first file that is read: most shops have none, and it takes as long as everything else in here.
const parser = (): typeof import("csv-parse/sync") => createRequire(import.meta.url)("csv-parse/sync");

export class DeliveredFiles implements Files {
  readonly #texts: Readonly<Record<string, string>>;
  readonly #read: Map<string, readonly CsvRow[]>;
  readonly #reading: Reading | undefined;

  /**
   * @param texts what is in each file, by its name
   * @param reading told before a file is read; nobody when left out
   */
  constructor(
    texts: Readonly<Record<string, string>>,
    reading?: Reading,
    read: Map<string, readonly CsvRow[]> = new Map(),
  ) {
    this.#texts = texts;
    this.#reading = reading;
    this.#read = read;
  }

  /** The same files, as a process reads them that tells of it. */
  readBy(reading: Reading | undefined): DeliveredFiles {
    return new DeliveredFiles(this.#texts, reading, this.#read);
  }

  async rows(file: string): Promise<readonly CsvRow[]> {
    await this.#reading?.("a file");
    const text = Object.hasOwn(this.#texts, file) ? this.#texts[file] : undefined;
    if (text === undefined) throw new FileNotFoundError(file, Object.keys(this.#texts));
    // Parsed once for all the worlds that an exploration opens.
    let rows = this.#read.get(file);
    if (!rows)
      this.#read.set(
        file,
        (rows = parser()
          .parse<CsvRow>(text, { columns: true })
          .map((row) => Object.freeze(row))),
      );
    return rows;
  }
}
