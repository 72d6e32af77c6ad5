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

/** What is in each file, by its name. It is replaced as a whole when a file comes: whoever keeps it has kept that moment. */
export type FileTexts = Readonly<Record<string, string>>;

export class DeliveredFiles implements Files {
  #texts: FileTexts;
  /** The rows in each text that was read; shared by all the shops that an exploration opens. */
  readonly #read: Map<string, readonly CsvRow[]>;

  constructor(texts: FileTexts, read: Map<string, readonly CsvRow[]> = new Map()) {
    this.#texts = texts;
    this.#read = read;
  }

  get texts(): FileTexts {
    return this.#texts;
  }

  /** A file comes; one of the same name is gone then. */
  deliver(file: string, text: string): void {
    this.#texts = { ...this.#texts, [file]: text };
  }

  /** These files as a process reads them, which is told before each reading. */
  readBy(reading: Reading | undefined): Files {
    return Object.freeze({
      rows: async (file: string) => {
        await reading?.("a file");
        return this.rows(file);
      },
    });
  }

  /** Other files, with these texts: neither sees what comes to the other later. */
  reopen(texts: FileTexts): DeliveredFiles {
    return new DeliveredFiles(texts, this.#read);
  }

  async rows(file: string): Promise<readonly CsvRow[]> {
    const text = Object.hasOwn(this.#texts, file) ? this.#texts[file] : undefined;
    if (text === undefined) throw new FileNotFoundError(file, Object.keys(this.#texts));
    let rows = this.#read.get(text);
    if (!rows) {
      rows = parser()
        .parse<CsvRow>(text, { columns: true })
        .map((row) => Object.freeze(row));
      this.#read.set(text, rows);
    }
    // A list of their own: who sorts theirs, or takes rows out of it, changes nobody else's.
    return [...rows];
  }
}
