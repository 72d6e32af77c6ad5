// How many columns a text takes, and how it is cut to fewer. Each program has the same for its terminal (src/terminal), which
// this folder may not know.

import { stripVTControlCharacters } from "node:util";

/** How many columns a text takes: a sign of an Asian script or a picture takes two. */
export function columnsOf(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const sign of text) columns += none.test(sign) ? 0 : wide.test(sign) ? 2 : 1;
  return columns;
}

const none = /^(?:\p{Mark}|\p{Default_Ignorable_Code_Point})$/u;
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

/** As much of a text as has room in so many columns, from its beginning. */
export function startOf(text: string, room: number): string {
  let start = "";
  for (const sign of text) {
    if (columnsOf(start + sign) > room) break;
    start += sign;
  }
  return start;
}

/** A text that has room, or its beginning. */
export const cutEnd = (text: string, room: number): string =>
  columnsOf(text) <= room ? text : `${startOf(text, room - 1)}…`;

/** A text that has room, or its two ends: names that begin alike often differ in the last letters. */
export function cutMiddle(text: string, room: number): string {
  if (columnsOf(text) <= room) return text;
  const head = startOf(text, Math.ceil((room - 1) / 2));
  const backwards = startOf(Array.from(text).toReversed().join(""), Math.floor((room - 1) / 2));
  return `${head}…${Array.from(backwards).toReversed().join("")}`;
}

/** Without line breaks and codes for the terminal, whatever is in a name. */
export const onOneLine = (text: string): string => stripVTControlCharacters(text).replaceAll(unprintable, "\ufffd");

// oxlint-disable-next-line eslint/no-control-regex -- control characters are what must not be there
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

// A name or a cursor inside a sentence.
const briefly = 60;

/** As much of a name or a cursor as a sentence can hold. */
export const brief = (text: string): string => cutEnd(onOneLine(text), briefly);
