// What survives a trip through JSON, and a check that says which value would not.
import { NotJsonError } from "./errors.ts";

/** A value that JSON.stringify and JSON.parse give back unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

// A cursor or an argument nested deeper than this is a circular reference or a mistake.
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
  return copy(value, place, 0) as Value;
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

function copy(value: unknown, place: string, depth: number): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw new NotJsonError(place, String(value));
      return value;
    case "object":
      return value === null ? null : copyObject(value, place, depth);
    case "undefined":
      throw new NotJsonError(place, "undefined");
    default:
      throw new NotJsonError(place, `a ${typeof value}`);
  }
}

function copyObject(value: object, place: string, depth: number): Json {
  if (depth === maxDepth) throw new NotJsonError(place, "an object that is nested too deep or contains itself");
  if (Array.isArray(value)) {
    return Object.freeze(Array.from(value, (item, index) => copy(item, `${place}, at [${index}]`, depth + 1)));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotJsonError(place, `a ${value.constructor.name}`);
  }
  const result: Record<string, Json> = {};
  for (const [key, field] of Object.entries(value)) {
    if (key === "__proto__") throw new NotJsonError(place, "a key named __proto__");
    result[key] = copy(field, `${place}, at .${key}`, depth + 1);
  }
  return Object.freeze(result);
}
