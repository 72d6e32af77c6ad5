// Tells the day as it went: who leased the job, how far it came, what stopped it, where the next worker went on.
import { describeProgress, type JobEvent, type Progress } from "#jobs";
import type { Order } from "#shop";
import type { FaultEntry, PointEntry } from "#simulation";
import { count, duration } from "#terminal";
import { type Execution, executionsOf } from "./executions.ts";
import { effectOf, graceMs, type OrdersDay } from "./orders-day.ts";
import { progressBar } from "./progress-bar.ts";
import { blank, type Line, row, type Scene } from "./scene.ts";

/** The scenes of all executions, with the bar in every state that it went through. */
export function ordersStory(day: OrdersDay): readonly Scene[] {
  const executions = executionsOf(day.run);
  const places = new Map(day.pending.map((order, index) => [effectOf(order), index + 1]));
  const charged = new Set<string>();
  return executions.flatMap((execution, index) =>
    tellExecution({ day, execution, next: executions[index + 1], first: index === 0, places, charged }),
  );
}

interface Chapter {
  readonly day: OrdersDay;
  readonly execution: Execution;
  readonly next: Execution | undefined;
  readonly first: boolean;
  /** Where each charge stands in the row of pending orders, counted from 1. */
  readonly places: ReadonlyMap<string, number>;
  /** What has been charged so far, in all executions; the story adds to it as it goes. */
  readonly charged: Set<string>;
}

function tellExecution(chapter: Chapter): readonly Scene[] {
  const scenes = [stay([blank, ...beginning(chapter)])];
  let terminated = false;
  for (const entry of chapter.execution.entries) {
    if (entry.entry === "point") scenes.push(...charge(entry, chapter));
    else if (entry.entry === "event") scenes.push(...end(entry.event, terminated, chapter));
    else if (entry.kind === "SIGKILL") scenes.push(stay(death(entry, chapter)));
    else if (entry.kind === "SIGTERM") {
      terminated = true;
      scenes.push(stay(stopRequest(chapter)));
    }
  }
  return scenes;
}

function beginning({ day, execution: { worker, from }, first }: Chapter): readonly Line[] {
  const who = `worker ${worker}`;
  if (from) {
    const [next] = ordersAfter(from, day);
    const then = next ? `it goes on with order ${next.id}` : "no order is left to charge";
    return row(who, `leases the job and resumes ${describeProgress(from)}: ${then}`);
  }
  if (first) return row(who, "leases the job and begins at the first order");
  const why = day.options.naive
    ? "nothing tells it how far the job had come, and orders stay pending until the bank confirms them later"
    : "no checkpoint had been saved";
  return row(who, `leases the job and begins at the first order again: ${why}`);
}

function charge(point: PointEntry, { day, places, charged }: Chapter): readonly Scene[] {
  const { kind, name, applied, repeated } = point;
  const place = places.get(name);
  if (kind !== "effect" || !applied || place === undefined) return [];
  const order = orderIn(point);
  const again = charged.has(name);
  charged.add(name);
  const bar = progressBar(place, places.size, again ? `${order} again` : order);
  if (!repeated) return [{ kind: "progress", line: bar }];
  const key = day.run.requests.find(({ effect }) => effect === name)?.key;
  const known = `knows the key "${key}" and does not charge ${order} a second time`;
  return [{ kind: "progress", line: bar }, stay(row("the bank", known, "good"))];
}

function stopRequest({ day, execution: { worker } }: Chapter): readonly Line[] {
  const asked = `worker ${worker} is asked to stop and has ${duration(graceMs)} to do so;`;
  const then = day.options.naive
    ? "its job has no checkpoint to stop at, so it goes on"
    : "the job will stop at its next checkpoint";
  return row("SIGTERM", `${asked} ${then}`);
}

function death({ why }: FaultEntry, { day, execution, next }: Chapter): readonly Line[] {
  const { naive } = day.options;
  const worker = `worker ${execution.worker}`;
  const order = lastOrder(execution);
  const how =
    why === "fault"
      ? `${worker} is gone without a word: ${order} was charged, ${naive ? "nothing" : "its checkpoint was not"} saved`
      : `the ${duration(graceMs)} are over and the job is still at work: ` +
        `${worker} is killed after ${order}, nothing saved`;
  const queue = `waits until the lease of ${duration(day.leaseMs)} has run out, then another worker may lease the job`;
  return [
    ...row("SIGKILL", how, "bad"),
    ...(naive ? [] : checkpoint(next?.from, "the last one that was saved; ")),
    ...row("the queue", queue),
  ];
}

function end(event: JobEvent, terminated: boolean, { day, execution }: Chapter): readonly Scene[] {
  if (event.type === "released") {
    const left = ordersAfter(event.progress, day).length;
    const back = `has the job back, with its checkpoint; ${count(left, "order")} left to charge`;
    return [stay([...checkpoint(event.progress), ...row("the queue", back)])];
  }
  if (event.type !== "completed") return [];
  const inTime = terminated ? `, within its ${duration(graceMs)}` : "";
  return [stay(row("done", `worker ${execution.worker} acknowledges the job${inTime}: it leaves the queue`, "good"))];
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
function lastOrder({ entries }: Execution): string {
  const last = entries.findLast(
    (entry): entry is PointEntry => entry.entry === "point" && entry.kind === "effect" && entry.applied,
  );
  return last ? orderIn(last) : "no order";
}

/** "charge 77" is about "order 77". */
const orderIn = ({ item }: PointEntry): string => `order ${item}`;

const stay = (lines: readonly Line[]): Scene => ({ kind: "lines", lines });
