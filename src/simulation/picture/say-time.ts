// Virtual time as one would say it. Each program has the same for its terminal (src/terminal), which this folder may not know;
// test/terminal/same-lines.test.ts holds the two to each other.

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "402 ms", "5.04 s", "30.2 s", "1 min 5 s", "2 h 46 min". As on a clock, what is not over yet does not count. */
export function sayTime(ms: number): string {
  if (ms < second) return `${Math.floor(ms)} ms`;
  if (ms < 10 * second) return `${Math.floor(ms / 10) / 100} s`;
  if (ms < minute) return `${Math.floor(ms / 100) / 10} s`;
  if (ms < hour) return pair(ms, [minute, "min"], [second, "s"]);
  if (ms < day) return pair(ms, [hour, "h"], [minute, "min"]);
  return pair(ms, [day, "d"], [hour, "h"]);
}

type Unit = readonly [ms: number, name: string];

/** In two units; the second one is left out when it is 0. */
function pair(ms: number, [big, bigName]: Unit, [small, smallName]: Unit): string {
  const first = `${Math.floor(ms / big).toLocaleString("en-US")} ${bigName}`;
  const rest = Math.floor((ms % big) / small);
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}
