// Paints the story of the day with a bar that moves: who leased the job, how far it came, what stopped it, where the next
// worker went on.
import { describeProgress, type Progress } from "#jobs";
import type { Order } from "#shop";
import { type Chapter, type Moment, storyOf } from "#simulation";
import { count, duration } from "#terminal";
import { effectOf, graceMs, type OrdersDay } from "./orders-day.ts";
import { progressBar } from "./progress-bar.ts";
import { blank, type Line, row, type Scene } from "./scene.ts";

/** The scenes of all executions, with the bar in every state that it went through. */
export function ordersStory(day: OrdersDay): readonly Scene[] {
  const { chapters } = storyOf(day.run);
  const places = new Map(day.pending.map((order, index) => [effectOf(order), index + 1]));
  const charged = new Set<string>();
  return chapters.flatMap((chapter, index) =>
    paintChapter({ day, chapter, next: chapters[index + 1], first: index === 0, places, charged }),
  );
}

interface Painting {
  readonly day: OrdersDay;
  readonly chapter: Chapter;
  readonly next: Chapter | undefined;
  readonly first: boolean;
  /** Which of the pending orders each effect is about, counted from 1. */
  readonly places: ReadonlyMap<string, number>;
  /** The effects so far. */
  readonly charged: Set<string>;
}

function paintChapter(painting: Painting): readonly Scene[] {
  return [
    stay([blank, ...beginning(painting)]),
    ...painting.chapter.marks.flatMap((mark) => paintMoment(mark, painting)),
  ];
}

function paintMoment(moment: Moment, painting: Painting): readonly Scene[] {
  switch (moment.kind) {
    case "effect":
    case "known":
    case "again":
      return charge(moment, painting);
    case "stop":
      return [stay(stopRequest(painting))];
    case "kill":
      return [stay(death(moment, painting))];
    case "released":
      return [stay(release(painting))];
    case "done":
      return [stay(end(painting))];
    default:
      return [];
  }
}

function beginning({ day, chapter: { worker, found }, first }: Painting): readonly Line[] {
  const who = `worker ${worker}`;
  if (found) {
    const [next] = ordersAfter(found, day);
    const then = next ? `it goes on with order ${next.id}` : "no order is left to charge";
    return row(who, `leases the job and resumes ${describeProgress(found)}: ${then}`);
  }
  if (first) return row(who, "leases the job and begins at the first order");
  const why = day.options.naive
    ? "nothing tells it how far the job had come, and orders stay pending until the bank confirms them later"
    : "no checkpoint had been saved";
  return row(who, `leases the job and begins at the first order again: ${why}`);
}

function charge({ kind, text, item }: Moment, { day, places, charged }: Painting): readonly Scene[] {
  const place = places.get(text);
  if (place === undefined) return [];
  const order = `order ${item}`;
  const bar = progressBar(place, places.size, charged.has(text) ? `${order} again` : order);
  charged.add(text);
  if (kind !== "known") return [{ kind: "progress", line: bar }];
  const key = day.run.requests.find(({ effect }) => effect === text)?.key;
  const known = `knows the key "${key}" and does not charge ${order} a second time`;
  return [{ kind: "progress", line: bar }, stay(row("the bank", known, "good"))];
}

function stopRequest({ day, chapter: { worker } }: Painting): readonly Line[] {
  const asked = `worker ${worker} is asked to stop and has ${duration(graceMs)} to do so;`;
  const then = day.options.naive
    ? "its job has no checkpoint to stop at, so it goes on"
    : "the job will stop at its next checkpoint";
  return row("SIGTERM", `${asked} ${then}`);
}

function death({ why }: Moment, { day, chapter, next }: Painting): readonly Line[] {
  const { naive } = day.options;
  const worker = `worker ${chapter.worker}`;
  const order = lastOrder(chapter);
  const how =
    why === "fault"
      ? `${worker} is gone without a word: ${order} was charged, ${naive ? "nothing" : "its checkpoint was not"} saved`
      : `the ${duration(graceMs)} are over and the job is still at work: ` +
        `${worker} is killed after ${order}, nothing saved`;
  const queue = `waits until the lease of ${duration(day.leaseMs)} has run out, then another worker may lease the job`;
  return [
    ...row("SIGKILL", how, "bad"),
    ...(naive ? [] : checkpoint(next?.found, "the last one that was saved; ")),
    ...row("the queue", queue),
  ];
}

/** What goes back to the queue is what the next execution finds. */
function release({ day, next }: Painting): readonly Line[] {
  const left = next?.found ? ordersAfter(next.found, day).length : day.pending.length;
  const back = `has the job back, with its checkpoint; ${count(left, "order")} left to charge`;
  return [...checkpoint(next?.found), ...row("the queue", back)];
}

function end({ chapter: { worker, marks } }: Painting): readonly Line[] {
  const inTime = marks.some(({ kind }) => kind === "stop") ? `, within its ${duration(graceMs)}` : "";
  return row("done", `worker ${worker} acknowledges the job${inTime}: it leaves the queue`, "good");
}

/** A checkpoint as it is stored, and what it means. */
function checkpoint(progress: Progress | undefined, which = ""): readonly Line[] {
  if (!progress) return row("checkpoint", "none was saved yet");
  const cursor = cursorIn(progress);
  const meaning =
    cursor === undefined
      ? describeProgress(progress)
      : `the step "${progress.current?.step}" is under way, and done up to order ${cursor}`;
  return [...row("checkpoint", JSON.stringify(progress)), ...row("", `in words: ${which}${meaning}`)];
}

/** The orders that a job has still to charge: those strictly after its cursor. */
function ordersAfter(progress: Progress, { pending }: OrdersDay): readonly Order[] {
  if (!progress.current) return [];
  const cursor = cursorIn(progress) ?? -Infinity;
  return pending.filter(({ id }) => id > cursor);
}

const cursorIn = ({ current }: Progress): number | undefined =>
  typeof current?.cursor === "number" ? current.cursor : undefined;

/** The order that was charged last in an execution. */
function lastOrder({ marks }: Chapter): string {
  const last = marks.findLast(({ kind }) => kind === "effect" || kind === "known" || kind === "again");
  return last ? `order ${last.item}` : "no order";
}

const stay = (lines: readonly Line[]): Scene => ({ kind: "lines", lines });
