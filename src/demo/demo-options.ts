// What can be set on the command line of a demo.

export interface DemoOptions {
  readonly seed: number;
  /** How many orders are seeded; about 60 % of them are pending. */
  readonly orders: number;
  readonly naive: boolean;
  /** SIGTERM after so many charges; when both are missing, one comes after the 20th. */
  readonly sigtermAfter: number | undefined;
  /** SIGKILL after so many charges, before the checkpoint that would follow. */
  readonly crashAfter: number | undefined;
  /** Where to write the picture of the run. */
  readonly html: string | undefined;
}

/** From 1 to how much each number may be. */
export const numberLimits = {
  // A seed has 32 bits.
  seed: 2 ** 32 - 1,
  // The full shop. More would only take longer and show nothing else.
  orders: 10_000,
  "sigterm-after": 10_000,
  "crash-after": 10_000,
} as const;

/** What holds when nothing is set. */
export const defaults: DemoOptions = {
  seed: 1,
  orders: 100,
  naive: false,
  sigtermAfter: undefined,
  crashAfter: undefined,
  html: undefined,
};
