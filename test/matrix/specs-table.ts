// Specs × mistakes of one lesson, for people: a spec that catches nothing first has no ● in its column.
import type { MeasuredLesson } from "./measured.ts";

/** The lines of the table; columns are as wide as their signs, so that it can be read as text. */
export function specsTable({ specs, mistakes }: MeasuredLesson): readonly string[] {
  const width = Math.max(...Object.keys(mistakes).map((name) => name.length));
  const signOf = (fails: readonly number[], spec: number): string =>
    fails[0] === spec ? "●" : fails.includes(spec) ? "○" : "·";
  return [
    "```",
    ...specs.map((spec, place) => `${String(place + 1).padStart(2)}  ${spec}`),
    "",
    ...Object.entries(mistakes).map(
      ([name, { fails }]) => `${name.padEnd(width)}  ${specs.map((_, place) => signOf(fails, place)).join(" ")}`,
    ),
    "```",
  ];
}
