// How many columns there are, and how many a text takes.
import { stripVTControlCharacters } from "node:util";

/** Columns of a page; a terminal may have fewer, and a page never uses more. */
export const PAGE_WIDTH = 80;

/** Stands between a number and its unit, so that a line does not end between them; it is printed as a space. */
export const noBreak = "\u00a0";

// A narrower terminal than this breaks lines by itself: with one word a line nothing could be read any more.
const narrowest = 20;

/** The columns that a page may use: all that a terminal has, up to 80; 80 in a pipe. */
export const columnsOf = ({ columns }: { readonly columns?: number | undefined }): number =>
  Math.max(narrowest, Math.min(columns || PAGE_WIDTH, PAGE_WIDTH));

/** How many columns a text takes: codes take none, a sign of an Asian script or a picture takes two. */
export function widthOf(text: string): number {
  // Nearly every text is plain, and then each sign takes one.
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let width = 0;
  for (const sign of stripVTControlCharacters(text)) width += none.test(sign) ? 0 : wide.test(sign) ? 2 : 1;
  return width;
}

const none = /^(?:\p{Mark}|\p{Default_Ignorable_Code_Point})$/u;
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

/** As much of a text as has room in so many columns, from its beginning. */
export function startOf(text: string, room: number): string {
  let start = "";
  for (const sign of stripVTControlCharacters(text)) {
    if (widthOf(start + sign) > room) break;
    start += sign;
  }
  return start;
}
