// Text that goes into a picture: made harmless, and measured.

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

/** How wide a text becomes, in pixels. A sign of an Asian script, or a picture, takes two places. */
export const widthOf = (text: string, size: number): number =>
  Array.from(text).reduce((sum, sign) => sum + (wide.test(sign) ? 2 : 1), 0) * size * widest;

const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}]/u;

/** Cuts a text to so many pixels. */
export function cut(text: string, size: number, room: number): string {
  if (widthOf(text, size) <= room) return text;
  const signs = Array.from(text);
  while (signs.length > 0 && widthOf(`${signs.join("")}…`, size) > room) signs.pop();
  return `${signs.join("")}…`;
}

/** Virtual time as one would say it: "402 ms", "30.2 s", "1 min 5 s", "2 h 46 min". */
export function sayTime(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  const minutes = Math.floor(Math.round(ms / 1_000) / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(ms / 1_000) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
