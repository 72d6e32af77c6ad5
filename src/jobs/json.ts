// What survives a trip through JSON, and a check that says which value would not.
import { NotJsonError } from "./errors.ts";

/** A value that JSON.stringify and JSON.parse give back unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

// A cursor or an argument nested deeper than this is a mistake.
const maxDepth = 64;

/**
 * Copies a value and freezes the copy, so that nobody changes it after it was handed over.
 *
 * @param value what should be stored
 * @param place what the value is, as words for the message: "the cursor of step 'charge'"
 * @returns a deep, frozen copy
 * @throws NotJsonError when a part of the value would be lost or changed by JSON; it names that part
 */
export function copyJson<Value extends Json>(value: Value, place: string): Value {
  return copy(value, new Place(place), []) as Value;
}

/** Tells whether two JSON values are the same value, however they are written; the order of keys does not count. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftFields = left as Record<string, Json>;
  const rightFields = right as Record<string, Json>;
  const keys = Object.keys(leftFields);
  if (keys.length !== Object.keys(rightFields).length) return false;
  return keys.every((key) => Object.hasOwn(rightFields, key) && sameJson(leftFields[key], rightFields[key]));
}

/** Where in a value a part was found. The words are put together only when something is wrong: most values are right. */
class Place {
  readonly #key: string | number;
  readonly #parent: Place | undefined;

  /** @param key the value as words, or below it the key of a part */
  constructor(key: string | number, parent?: Place) {
    this.#key = key;
    this.#parent = parent;
  }

  at(key: string | number): Place {
    return new Place(key, this);
  }

  refuse(found: string): NotJsonError {
    return new NotJsonError(this.#words(), found);
  }

  #words(path = ""): string {
    if (!this.#parent) return path === "" ? String(this.#key) : `${this.#key}, at ${path}`;
    return this.#parent.#words((typeof this.#key === "number" ? `[${this.#key}]` : `.${this.#key}`) + path);
  }
}

function copy(value: unknown, place: Place, parents: readonly object[]): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw place.refuse(String(value));
      // JSON has no negative zero.
      return value === 0 ? 0 : value;
    case "object":
      return value === null ? null : copyObject(value, place, parents);
    case "undefined":
      throw place.refuse("undefined");
    default:
      throw place.refuse(`a ${typeof value}`);
  }
}

function copyObject(value: object, place: Place, parents: readonly object[]): Json {
  if (parents.includes(value)) throw place.refuse("an object that contains itself");
  if (parents.length === maxDepth) throw place.refuse(`an object more than ${maxDepth} levels deep`);
  const inside = [...parents, value];
  if (Array.isArray(value)) {
    return Object.freeze(Array.from(value, (item, index) => copy(item, place.at(index), inside)));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw place.refuse(`a ${value.constructor?.name || "class instance"}`);
  }
  const result: Record<string, Json> = {};
  for (const [key, field] of Object.entries(value)) {
    if (key === "__proto__") throw place.refuse("a key named __proto__");
    result[key] = copy(field, place.at(key), inside);
  }
  return Object.freeze(result);
}
