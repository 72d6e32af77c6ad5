// A run in a few characters, to paste into a spec.
import { crash, type Fault, loseAnswer, refuse, sigterm, slow } from "./fault.ts";

/** What stands for each kind of fault, and for before and after: no letter for two. */
const letters: Readonly<Record<string, string>> = {
  "SIGKILL after": "c",
  "SIGKILL before": "k",
  "SIGTERM before": "t",
  "SIGTERM after": "s",
  "refused before": "r",
  "answer lost after": "l",
  "slow before": "z",
};

const makers: Readonly<Record<string, (place: number, afterwards: { readonly next?: number }) => Fault>> = {
  c: (after, then) => crash({ after, ...then }),
  k: (before, then) => crash({ before, ...then }),
  t: (before, then) => sigterm({ before, ...then }),
  s: (after, then) => sigterm({ after, ...then }),
  r: (place) => refuse(place),
  l: (place) => loseAnswer(place),
  z: () => slow(),
};

/**
 * The faults of a run as a token, such as "c12.t1b": a crash after point 12, a stop request before point 1b, in base 36;
 * "c12~2" is a crash after which job 2 comes first.
 */
export const replayToken = (faults: readonly Fault[]): string =>
  faults
    .map(({ kind, when, place, next }) => {
      const letter = letters[`${kind} ${when}`] as string;
      return `${letter}${(place as number).toString(36)}${next === undefined ? "" : `~${next.toString(36)}`}`;
    })
    .join(".");

/**
 * The faults that a token stands for.
 *
 * @example const run = await simulate(chargeOrders, { ...scenario, faults: replay("c12.t1b") });
 * @throws RangeError when it is no token
 */
export function replay(token: string): readonly Fault[] {
  return token.split(".").map((part) => {
    const [, letter = "", place = "", next] = /^([ckstrlz])([0-9a-z]{1,8})(?:~([0-9a-z]{1,4}))?$/.exec(part) ?? [];
    const make = makers[letter];
    if (!make) {
      throw new RangeError(
        `"${token}" is no replay token. Copy the one that a failing spec prints, such as "c12.t1b".`,
      );
    }
    return make(Number.parseInt(place, 36), next === undefined ? {} : { next: Number.parseInt(next, 36) });
  });
}
