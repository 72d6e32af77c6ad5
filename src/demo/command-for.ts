// The command that shows a demo again.
import { wrap } from "#terminal";
import { type DemoOptions, defaults } from "./demo-options.ts";

/**
 * What to type to see the demo "orders" with these options; what is as usual is left out.
 *
 * @returns one line, or more that a shell reads as one
 */
export function commandFor({ seed, orders, naive, sigtermAfter, crashAfter }: DemoOptions): readonly string[] {
  const command = [
    "npm run demo -- orders",
    ...(naive ? ["--naive"] : []),
    ...(seed === defaults.seed ? [] : [`--seed ${seed}`]),
    ...(orders === defaults.orders ? [] : [`--orders ${orders}`]),
    ...(sigtermAfter === undefined ? [] : [`--sigterm-after ${sigtermAfter}`]),
    ...(crashAfter === undefined ? [] : [`--crash-after ${crashAfter}`]),
  ].join(" ");
  const lines = wrap(command, { width: 76 });
  return lines.map((line, index) => `  ${line}${index < lines.length - 1 ? " \\" : ""}`);
}
