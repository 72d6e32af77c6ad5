// The named values of a job: read and written like variables, kept with its progress.
import { AttributeChangedError, AttributeError } from "./errors.ts";
import type { Attribute } from "./job.ts";
import { copyJson, type Json } from "./json.ts";

// Names that begin so are the engine's own.
const ownPrefix = "$";

/** The name of an attribute of the engine's own, which no user's name can be. */
export class OwnName {
  readonly name: string;

  constructor(name: string) {
    this.name = `${ownPrefix}${name}`;
  }
}

/**
 * The name under which an attribute is kept.
 *
 * @throws AttributeError when it is no name, or could be one of the engine's own
 */
export function attributeName(name: string | OwnName): string {
  if (name instanceof OwnName) return name.name;
  if (typeof name !== "string" || name === "" || name.startsWith(ownPrefix)) throw new AttributeError(name);
  return name;
}

/**
 * A named value that somebody keeps.
 *
 * @param read the value that is kept; undefined when there is none
 * @param write keeps a value, a frozen copy
 */
export function attributeOf(
  name: string,
  initial: Json,
  read: () => Json | undefined,
  write: (value: Json) => void,
): Attribute<Json> {
  const place = `attribute '${name}'`;
  const first = copyJson(initial, place);
  return {
    get value() {
      const kept = read();
      return unchangeable(kept === undefined ? first : kept, name);
    },
    set value(value: Json) {
      write(copyJson(value, place));
    },
  };
}

// One for each value, so that reading twice gives the same object.
const views = new WeakMap<object, object>();

/** The same value; whoever changes it in place is told how to do it instead, since nobody would keep the change. */
function unchangeable(value: Json, name: string): Json {
  if (typeof value !== "object" || value === null) return value;
  let view = views.get(value);
  if (!view) {
    const refuse = (): never => {
      throw new AttributeChangedError(name, Array.isArray(value));
    };
    // Parts are views as well. A frozen object may only give out its own parts, so the view is one of a copy.
    const parts = Array.isArray(value) ? value.map((part) => unchangeable(part, name)) : partsOf(value, name);
    view = new Proxy(Object.freeze(parts), { set: refuse, deleteProperty: refuse, defineProperty: refuse });
    views.set(value, view);
  }
  return view as Json;
}

function partsOf(value: object, name: string): object {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unchangeable(part as Json, name)]));
}
