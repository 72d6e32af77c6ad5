// Date and performance of a process, which follow the virtual clock.
import { MOMENT_ZERO, type VirtualTime } from "./virtual-time.ts";

/** Date in all but the present moment: its dates are dates for everybody. */
export function virtualDate(time: VirtualTime): DateConstructor {
  const now = (): number => time.date();
  return new Proxy(Date, {
    construct: (real, given, target) => Reflect.construct(real, given.length === 0 ? [now()] : given, target) as object,
    apply: (real) => new real(now()).toString(),
    get: (real, name, self) => (name === "now" ? now : (Reflect.get(real, name, self) as unknown)),
  });
}

export function virtualPerformance(time: VirtualTime): typeof performance {
  const own: Record<string | symbol, unknown> = {
    now: () => time.age(),
    timeOrigin: MOMENT_ZERO + time.origin,
  };
  return new Proxy(performance, {
    get: (real, name) => {
      if (name in own) return own[name];
      const value = Reflect.get(real, name) as unknown;
      return typeof value === "function" ? (value.bind(real) as unknown) : value;
    },
  });
}
