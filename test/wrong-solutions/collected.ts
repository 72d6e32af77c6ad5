// What the copy of a spec imports in the place of vitest: its specs are kept, and run by whoever read it.
export interface Spec {
  readonly title: string;
  readonly run: () => unknown;
}

let specs: Spec[] = [];

/** Stands in for vitest's. */
export const it = (title: string, run: () => unknown): void => void specs.push({ title, run });

/** Reads a copy, and returns its specs in their order. */
export async function specsOf(read: () => Promise<unknown>): Promise<readonly Spec[]> {
  specs = [];
  await read();
  return specs;
}
