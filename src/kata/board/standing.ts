// What a room's statuses come to: at which spec each learner is, where most are, and who has been silent for longest.
import type { Learner } from "./room.ts";
import type { LessonStatus } from "../status.ts";

/** A place where learners are. */
export interface Place {
  readonly lesson: string;
  /** The first failing spec, or what is known instead. */
  readonly spec: string;
  readonly learners: readonly string[];
}

/** A column of the table. */
export interface Column {
  readonly name: string;
  readonly title: string;
  /** "03" */
  readonly number: string;
}

/** The lesson that a learner is at: the open one, or the first that is not solved. Undefined when all are solved. */
export function lessonAt({ here, lessons }: Learner): LessonStatus | undefined {
  const open = lessons.find(({ name }) => name === here);
  return open && !open.solved ? open : lessons.find(({ solved }) => !solved);
}

/** What a learner is at, in words. */
export function specAt({ spec, total, green }: LessonStatus): string {
  if (spec !== null) return `"${spec}"`;
  return total === 0 ? "not run yet" : `${green} of ${total} specs green`;
}

/** Where learners are, the place with most of them first; of two with as many, the earlier lesson. */
export function placesOf(learners: readonly Learner[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const learner of learners) {
    const lesson = lessonAt(learner);
    if (!lesson) continue;
    const spec = specAt(lesson);
    const key = JSON.stringify([lesson.name, spec]);
    const others = places.get(key)?.learners ?? [];
    places.set(key, { lesson: lesson.name, spec, learners: [...others, learner.name] });
  }
  return [...places.values()].toSorted(
    (a, b) => b.learners.length - a.learners.length || byNumber(a.lesson, b.lesson) || (a.spec < b.spec ? -1 : 1),
  );
}

/** Learners who have solved every lesson. */
export const throughOf = (learners: readonly Learner[]): readonly string[] =>
  learners.filter((learner) => learner.lessons.length > 0 && !lessonAt(learner)).map(({ name }) => name);

/** Learners who still have something to do, the one who was heard of longest ago first. */
export const silenceOf = (learners: readonly Learner[]): readonly Learner[] =>
  learners.filter(lessonAt).toSorted((a, b) => a.at.getTime() - b.at.getTime());

/** The lessons of all learners, in their order. */
export function columnsOf(learners: readonly Learner[]): readonly Column[] {
  const titles = new Map(learners.flatMap(({ lessons }) => lessons.map(({ name, title }) => [name, title] as const)));
  return [...titles]
    .map(([name, title]) => ({ name, title, number: /^\d+/.exec(name)?.[0] ?? name.slice(0, 5) }))
    .toSorted((a, b) => byNumber(a.name, b.name));
}

const byNumber = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : a > b ? 1 : 0);

/** How long ago something was: "now", "5 min", "3 h". A clock that is ahead of ours counts as now. */
export function ago(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  const days = Math.floor(minutes / (24 * 60));
  // The column has room for so much, and nobody asks for more.
  return days > 99 ? "> 99 d" : `${days} d`;
}

/** How far a learner is with a lesson: "✓", "4/12", "·" when it was not run, nothing when they do not have it. */
export function cellOf(lesson: LessonStatus | undefined): string {
  if (!lesson) return "";
  if (lesson.solved) return "✓";
  return lesson.total === 0 ? "·" : `${lesson.green}/${lesson.total}`;
}

/** On a clock of this machine: "19:45". */
export const clock = (now: Date): string =>
  [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
