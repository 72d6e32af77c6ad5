// Reads CSV row by row, however long the file is.
import { pipeline, Readable } from "node:stream";
import type { CsvError } from "csv-parse";
import { CsvFormatError, CursorBeyondEndError, EnumerationError } from "./iteration-errors.ts";

/** CSV as text, or in pieces as they come from a file or the network. */
export type CsvSource = string | AsyncIterable<string | Uint8Array>;

export interface CsvOptions {
  /** Whether the first line names the columns: then a row is an object, otherwise an array. Default: true. */
  readonly headers?: boolean;
  /** What stands between two fields. Default: a comma. */
  readonly delimiter?: string;
}

/**
 * The rows of a CSV source with their numbers, counted from 0; a header line does not count.
 *
 * @param done number of the last row that is done; the rows up to it are read and passed over
 * @throws CsvFormatError, with the line, when the source is not CSV; the source's own error when it cannot be read
 */
export async function* csvRows<Row>(
  source: CsvSource,
  { headers = true, delimiter = "," }: CsvOptions,
  done = -1,
): AsyncGenerator<readonly [row: Row, index: number]> {
  // Loaded when it is needed: most programs read no CSV, and the parser takes as long to load as the whole engine.
  const { parse } = await import("csv-parse");
  // A parser that throws would take the rows along that it has read and not given out yet.
  let broken: { readonly error: CsvError; readonly after: number } | undefined;
  const parser = parse({
    columns: headers,
    delimiter,
    bom: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => void (error && (broken ??= { error, after: Number(error["records"]) })),
  });
  // A reader that stops early closes the parser, and the pipeline then closes the source; the reader gets the errors.
  pipeline(Readable.from(typeof source === "string" ? [source] : source), parser, () => {});
  let index = 0;
  for await (const row of parser as AsyncIterable<Row>) {
    if (broken && index >= broken.after) break;
    if (index > done) yield [row, index];
    index += 1;
  }
  if (broken) throw new CsvFormatError(broken.error);
  if (index <= done) throw new CursorBeyondEndError("csv", done + 1, index);
}

/** A text of one line that ends as the name of a table's file does: no CSV has a row like that and nothing else. */
const isFileName = (text: string): boolean =>
  /^[^\n\r,;\t]+\.(?:csv|tsv|tab|txt|xlsx?)(?:\.(?:gz|zip|bz2|zst))?$/i.test(text);

/** @throws EnumerationError when this is no CSV source, or when the text is rather the name of a file */
export function checkSource(source: CsvSource): void {
  const mend = 'Give the text of a file, or a stream of it: createReadStream("orders.csv").';
  const isStream = typeof source === "object" && source !== null && Symbol.asyncIterator in source;
  if (!isStream && typeof source !== "string") throw new EnumerationError("csv needs CSV", source, mend);
  if (typeof source === "string" && isFileName(source)) {
    throw new EnumerationError("csv needs the text of a file and not its name", source, mend);
  }
}
