// The words of a job's source: conditions, keys, and one charge with whatever is done about its errors.
import type { Condition, Handling, Key } from "./recipe.ts";

/** One line of source for each item, without the indentation of what is around. */
export type Lines = readonly string[];

export const indented = (lines: Lines): Lines => lines.map((line) => (line === "" ? "" : `  ${line}`));

export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "counter":
      return `job.${condition.counter} ${condition.test} ${condition.value}`;
    case "stop asked":
      return "job.signal.aborted";
    case "elapsed":
      return `Date.now() - begun > ${condition.ms}`;
    case "hour":
      return `new Date().getUTCHours() >= ${condition.from}`;
    case "not the first day":
      return `new Date().toISOString().slice(0, 10) > "2026-11-22"`;
    case "again in this process":
      return "again";
  }
}

/** A key as an expression; undefined when there is none. The id is an expression, or a number as it stands. */
export function keyText(key: Key, word: string, id: string, suffix = ""): string | undefined {
  const text = (...parts: readonly string[]): string => {
    const whole = `${[word, ...parts].join(":")}${suffix}`;
    return whole.includes("$") ? `\`${whole}\`` : `"${whole}"`;
  };
  const theId = /^\d+$/.test(id) ? id : `\${${id}}`;
  if (typeof key === "object") {
    return `${conditionText(key.otherWhen)} ? ${text("again", theId)} : ${text(theId)}`;
  }
  switch (key) {
    case "none":
      return undefined;
    case "order":
      return text(theId);
    case "order, execution":
      return text(theId, "${job.executions}");
    case "order, resumptions":
      return text(theId, "${job.resumptions}");
    case "order, day":
      return text(theId, "${new Date().toISOString().slice(0, 10)}");
    case "order, minute":
      return text(theId, "${new Date().toISOString().slice(0, 16)}");
    case "order, job":
      return text("${job.id}", theId);
    case "job":
      return text("${job.id}");
    case "constant":
      return text();
  }
}

/** The options of a request or of a job: `, { key: … }`, or nothing. */
export function optionsText(options: Readonly<Record<string, string | number | undefined>>): string {
  const parts = Object.entries(options).filter(([, value]) => value !== undefined);
  return parts.length === 0 ? "" : `, { ${parts.map(([name, value]) => `${name}: ${value}`).join(", ")} }`;
}

const chargeText = (key: Key, suffix = ""): string =>
  `shop.payments.charge(order${optionsText({ key: keyText(key, "charge", "order.id", suffix) })})`;

/** Charges `order`. `save` is what is to come right after, when the handling takes that in, too. */
export function chargeLines(handling: Handling, key: Key, save: Lines): Lines {
  const charge = chargeText(key, handling === "tried three times, a key each" ? ":${attempt}" : "");
  switch (handling) {
    case "plain":
    case "Promise.all":
    case "Promise.allSettled":
      return [`await ${charge};`, ...save];
    case "swallowed":
      return ["try {", ...indented([`await ${charge};`]), "} catch {", "  // It will be all right.", "}", ...save];
    case "swallowed with the save":
      return ["try {", ...indented([`await ${charge};`, ...save]), "} catch {", "  // It will be all right.", "}"];
    case "rethrown":
      return [
        "try {",
        ...indented([`await ${charge};`]),
        "} catch (error) {",
        "  throw new Error(`Order ${order.id} was not charged`, { cause: error });",
        "}",
        ...save,
      ];
    case "tried three times":
    case "tried three times, a key each":
      return [
        "for (let attempt = 1; ; attempt += 1) {",
        "  try {",
        `    await ${charge};`,
        "    break;",
        "  } catch (error) {",
        "    if (attempt === 3) throw error;",
        "  }",
        "}",
        ...save,
      ];
    case "not awaited":
      return [`void ${charge}.catch(() => {});`, ...save];
    case "then, not awaited":
      return [`void ${charge}.then(() => {}, () => {});`, ...save];
  }
}

/** Charges all orders of `batch`. */
export function batchLines(handling: Handling, key: Key): Lines {
  const all = `batch.map((order) => ${chargeText(key)})`;
  if (handling === "Promise.all") return [`await Promise.all(${all});`];
  if (handling === "Promise.allSettled") return [`await Promise.allSettled(${all});`];
  return ["for (const order of batch) {", ...indented(chargeLines(handling, key, [])), "}"];
}
