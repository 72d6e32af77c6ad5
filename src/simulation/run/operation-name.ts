// The name of an operation and its two parts. What has been done carries them; here a name alone is taken apart, such as
// that of an effect which a spec expects.

/** What is done, and about what. */
export interface OperationParts {
  /** "charge" */
  readonly verb: string;
  /** "17"; undefined when the name says it all: "save". */
  readonly item: string | undefined;
}

/** "charge 17" is "charge" and "17". */
export function partsOf(name: string): OperationParts {
  const space = name.indexOf(" ");
  return space === -1 ? { verb: name, item: undefined } : { verb: name.slice(0, space), item: name.slice(space + 1) };
}
