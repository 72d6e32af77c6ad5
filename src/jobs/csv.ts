// Reads CSV row by row, however long the file is.
import { pipeline, Readable } from "node:stream";
import { parse } from "csv-parse";

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
 * @throws the parser's error, with its line, when the source is not CSV
 */
export async function* csvRows(
  source: CsvSource,
  { headers = true, delimiter = "," }: CsvOptions,
  done = -1,
): AsyncGenerator<readonly [unknown, number]> {
  const parser = parse({ columns: headers, delimiter, bom: true, skip_empty_lines: true });
  // A reader that stops early closes the parser, and the pipeline then closes the source; the reader gets the errors.
  pipeline(Readable.from(typeof source === "string" ? [source] : source), parser, () => {});
  let index = 0;
  for await (const row of parser as AsyncIterable<unknown>) {
    if (index > done) yield [row, index];
    index += 1;
  }
}
