// Text that goes into a picture: made harmless, and measured.
import { columnsOf } from "../columns.ts";

/** Width of a character of a monospaced font, in parts of its size; the widest of the usual fonts need a little less. */
const widest = 0.62;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML and XML, in elements and in attributes. */
export const escapeText = (text: string): string =>
  text.replace(unprintable, "\uFFFD").replace(/[&<>"']/g, (sign) => entities[sign] as string);

// What XML forbids, half characters, and signs that turn the direction of the text around them.
// oxlint-disable-next-line eslint/no-control-regex -- control characters are what must not be there
const unprintable = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** How wide a text becomes, in pixels. */
export const widthOf = (text: string, size: number): number => columnsOf(text) * size * widest;

/** Cuts a text to so many pixels. */
export function cut(text: string, size: number, room: number): string {
  if (widthOf(text, size) <= room) return text;
  const signs = Array.from(text);
  while (signs.length > 0 && widthOf(`${signs.join("")}…`, size) > room) signs.pop();
  return `${signs.join("")}…`;
}
