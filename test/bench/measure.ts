// Time and heap, measured so that one unlucky round does not count.

/** Runs each contender once per round, in turn, and gives the median milliseconds of each. */
export async function medians<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<void>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contenders) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  // One round more than counted: the first one warms up the compiler.
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      collectGarbage();
      const begin = performance.now();
      await contenders[name]();
      if (round >= 0) times.get(name)?.push(performance.now() - begin);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<Name, number>;
}

/** The heap in use after a full collection, in megabytes. */
export function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function collectGarbage(): void {
  if (!global.gc) throw new Error("Run the bench with node --expose-gc.");
  global.gc();
}

/** The middle one of several values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
