// Tells the day as it went: who took the job, how far it came, what stopped it, where the next worker went on.
import { describeProgress, type JobEvent, type Progress } from "#jobs";
import type { FaultEntry, PointEntry } from "#simulation";
import { type Execution, executionsOf } from "./executions.ts";
import { count, duration, grouped } from "./numbers.ts";
import { effectOf, graceMs, type OrdersDay } from "./orders-day.ts";
import { progressBar } from "./progress-bar.ts";
import { blank, type Line, row, type Scene } from "./scene.ts";

/** The scenes of all executions, with the bar in every state that it went through. */
export function ordersStory(day: OrdersDay): readonly Scene[] {
  const executions = executionsOf(day.run);
  const places = new Map(day.pending.map((order, index) => [effectOf(order), index + 1]));
  const charged = new Set<string>();
  return executions.flatMap((execution, index) => {
    const chapter: Chapter = { day, execution, next: executions[index + 1], first: index === 0, places, charged };
    return tellExecution(chapter);
  });
}

interface Chapter {
  readonly day: OrdersDay;
  readonly execution: Execution;
  readonly next: Execution | undefined;
  readonly first: boolean;
  /** Where each charge stands in the row of pending orders, counted from 1. */
  readonly places: ReadonlyMap<string, number>;
  /** What has been charged so far, in all executions. */
  readonly charged: Set<string>;
}

function tellExecution(chapter: Chapter): readonly Scene[] {
  const { execution } = chapter;
  const scenes = [lines([blank, ...beginning(chapter)])];
  let terminated = false;
  for (const entry of execution.entries) {
    if (entry.entry === "point") scenes.push(...charge(entry, chapter));
    else if (entry.entry === "event") scenes.push(...news(entry.event, terminated, chapter));
    else if (entry.signal === "SIGKILL") scenes.push(lines(death(entry, chapter)));
    else {
      terminated = true;
      scenes.push(lines(request(chapter)));
    }
  }
  return scenes;
}

function beginning({ day, execution: { worker, from }, first }: Chapter): readonly Line[] {
  const taker = `worker ${worker}`;
  if (from) return row(taker, `takes the job and resumes ${describeProgress(from)}`);
  if (first) return row(taker, "takes the job and begins at the first order");
  const why = day.options.naive ? "nothing tells it how far the job had come" : "no checkpoint had been saved";
  return row(taker, `takes the job and begins at the first order again: ${why}`);
}

function charge({ kind, name, applied, repeated }: PointEntry, { day, places, charged }: Chapter): readonly Scene[] {
  const place = places.get(name);
  if (kind !== "effect" || !applied || place === undefined) return [];
  const order = name.replace("charge", "order");
  const again = charged.has(name);
  charged.add(name);
  const bar = progressBar(place, places.size, again ? `${order} again` : order);
  const scene: Scene = { kind: "progress", line: bar };
  if (!repeated) return [scene];
  const key = day.run.requests.find((request) => request.effect === name)?.key;
  return [scene, lines(row("the bank", `knows the key "${key}" and does not charge ${order} a second time`, "good"))];
}

function request({ day, execution: { worker } }: Chapter): readonly Line[] {
  const asked = `worker ${worker} is asked to stop and has ${duration(graceMs)} to do so;`;
  const then = day.options.naive
    ? "its job has no checkpoint to stop at, so it goes on"
    : "the job will stop at its next checkpoint";
  return row("SIGTERM", `${asked} ${then}`, "bad");
}

function death({ why }: FaultEntry, chapter: Chapter): readonly Line[] {
  const { day, execution, next } = chapter;
  const saved = day.options.naive ? "nothing was saved" : "its checkpoint was not saved";
  const how =
    why === "fault"
      ? `worker ${execution.worker} is gone, without a word: ${lastOrder(chapter)} was charged, ${saved}`
      : `the ${duration(graceMs)} are over and the job is still at work, at ${lastOrder(chapter)}: ` +
        `worker ${execution.worker} is killed, ${saved}`;
  return [
    ...row("SIGKILL", how, "bad"),
    ...(day.options.naive ? [] : kept(next?.from)),
    ...row(
      "the queue",
      `waits; when the lease of ${duration(day.leaseMs)} has run out, another worker may have the job`,
    ),
  ];
}

function news(event: JobEvent, terminated: boolean, { day, execution, places }: Chapter): readonly Scene[] {
  if (event.type === "released") {
    const left = places.size - (places.get(`charge ${String(event.progress.current?.cursor)}`) ?? 0);
    const back = row("the queue", `has the job back, with its checkpoint; ${count(left, "order")} left to charge`);
    return [lines([...kept(event.progress), ...back])];
  }
  if (event.type !== "completed") return [];
  const inTime = terminated ? `, within the ${duration(graceMs)}` : "";
  return [lines(row("done", `worker ${execution.worker} tells the queue that the job is done${inTime}`, "good"))];
}

/** A checkpoint as it is stored, and what it means. */
function kept(progress: Progress | undefined): readonly Line[] {
  if (!progress) return row("checkpoint", "none was saved yet");
  const { current } = progress;
  const meaning =
    typeof current?.cursor === "number"
      ? `the step "${current.step}" is under way, and done up to order ${current.cursor}`
      : describeProgress(progress);
  return [...row("checkpoint", JSON.stringify(progress)), ...row("", `in words: ${meaning}`)];
}

/** The order that was charged last in an execution, and where it stands. */
function lastOrder({ execution, places }: Chapter): string {
  const last = execution.entries.findLast(
    (entry): entry is PointEntry => entry.entry === "point" && entry.kind === "effect" && entry.applied,
  );
  if (!last) return "no order";
  return `${last.name.replace("charge", "order")}, ${grouped(places.get(last.name) ?? 0)} of ${grouped(places.size)},`;
}

const lines = (all: readonly Line[]): Scene => ({ kind: "lines", lines: all });
