// A run in a few characters, to paste into a spec.
import { crash, type Fault, sigterm } from "./fault.ts";

/** The faults of a run as a token, such as "c12.t1b": a crash after point 12, a stop request before point 1b, in base 36. */
export const replayToken = (faults: readonly Fault[]): string =>
  faults.map(({ kind, place }) => `${kind === "SIGKILL" ? "c" : "t"}${(place as number).toString(36)}`).join(".");

/**
 * The faults that a token stands for.
 *
 * @example const run = await simulate(chargeOrders, { ...scenario, faults: replay("c12.t1b") });
 * @throws RangeError when it is no token
 */
export function replay(token: string): readonly Fault[] {
  return token.split(".").map((part) => {
    const place = Number.parseInt(part.slice(1), 36);
    if (!/^[ct][0-9a-z]+$/.test(part) || !Number.isSafeInteger(place)) {
      throw new RangeError(
        `"${token}" is no replay token. Copy the one that a failing spec prints, such as "c12.t1b".`,
      );
    }
    return part.startsWith("c") ? crash({ after: place }) : sigterm({ before: place });
  });
}
