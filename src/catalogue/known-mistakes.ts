// The mistakes that are known of each lesson, as npm run matrix wrote them down.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Catalogue } from "#simulation";

const file = resolve(import.meta.dirname, "fingerprints.json");

/**
 * What is known of a lesson's mistakes.
 *
 * @param lesson "03-cursors"
 * @returns undefined when no fingerprints of it were taken
 */
export function knownMistakes(lesson: string): Catalogue | undefined {
  const lessons = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Catalogue>>;
  return Object.hasOwn(lessons, lesson) ? lessons[lesson] : undefined;
}
