// Runs that no job would ever have: names and cursors of any length, marks in any order. For what must hold of every picture.
import fc from "fast-check";
import type { QueuedJob } from "#jobs";
import { type Run, type RunEntry, simulate } from "#simulation";
import { careful, orders } from "./orders.ts";

const calm = await simulate(careful, orders(1));
const [someJob] = calm.entries.flatMap((entry) => (entry.entry === "event" ? [entry.job] : [])) as [QueuedJob];

const name = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z_]{1,12}$/) },
  fc.stringMatching(/^[a-z_ #]{1,120}$/),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
  fc.constantFrom("line\nbreak", "\u001b[31mred", "注文".repeat(30), "a = b ● c", "x".repeat(300)),
);
const effect = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 12 }).map((id) => `charge ${id}`) },
  fc.tuple(name, name).map((parts) => parts.join(" ")),
  name,
);
const cursor = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 12 }) },
  fc.string({ maxLength: 300 }),
  fc.array(fc.nat(), { maxLength: 80 }),
  fc.dictionary(fc.string(), fc.string({ maxLength: 50 })),
  fc.constant(undefined),
);
const error = name.map((named) => Object.assign(new Error("It broke."), { name: named }));

const point = (kind: string, named: string, more: object) => {
  const space = named.indexOf(" ");
  const verb = space === -1 ? named : named.slice(0, space);
  const item = space === -1 ? undefined : named.slice(space + 1);
  return { entry: "point", kind, name: named, verb, item, applied: true, repeated: false, ...more };
};
const told = (event: object) => ({ entry: "event", event });

const part = fc.oneof(
  { weight: 2, arbitrary: fc.constant([told({ type: "performing" })]) },
  {
    weight: 8,
    arbitrary: fc.tuple(effect, fc.boolean()).map(([named, repeated]) => [point("effect", named, { repeated })]),
  },
  {
    weight: 6,
    arbitrary: cursor.map((at) => [point("save", "save", {}), told({ type: "checkpoint", step: "s", cursor: at })]),
  },
  fc.constant([point("save", "save", {})]),
  cursor.map((at) => [told({ type: "checkpoint", step: "s", cursor: at })]),
  fc.tuple(name, cursor).map(([step, at]) => [told({ type: "step_started", step, cursor: at, resumed: true })]),
  cursor.map((at) => [
    told({ type: "resumed", from: { completed: [], current: { step: "s", ...(at !== undefined && { cursor: at }) } } }),
  ]),
  fc.constant([told({ type: "step_completed", step: "s", cursor: undefined })]),
  effect.map((named) => [
    { entry: "fault", kind: "refused", why: "fault" },
    point("effect", named, { applied: false }),
  ]),
  effect.map((named) => [point("effect", named, {}), { entry: "fault", kind: "answer lost", why: "fault" }]),
  fc.constantFrom("SIGTERM", "SIGKILL").map((kind) => [{ entry: "fault", kind, why: "fault" }]),
  fc.constantFrom("grace period over", "too many operations").map((why) => [{ entry: "fault", kind: "SIGKILL", why }]),
  name.map((named) => [point("enqueue", named, {})]),
  fc.constant([told({ type: "released", because: "interrupt" })]),
  error.map((thrown) => [told({ type: "released", because: "error", error: thrown })]),
  error.map((thrown) => [told({ type: "failed", error: thrown })]),
  fc.constantFrom("completed", "lease_lost").map((type) => [told({ type })]),
  name.map((text) => [{ entry: "meanwhile", text }]),
);

/** Who performs what comes next: a worker process and its job. */
const turn = fc.record({
  worker: fc.integer({ min: 1, max: 20 }),
  name: fc.oneof({ weight: 3, arbitrary: fc.constant("charge_orders") }, name),
  parts: fc.array(part, { maxLength: 25 }),
});

/** A run that was put together at random. */
export const anyRun = fc
  .record({
    turns: fc.array(turn, { minLength: 1, maxLength: 20 }),
    progress: fc.constantFrom("payload", "each checkpoint"),
  })
  .map(({ turns, progress }): Run => {
    let number = 0;
    const entries = turns.flatMap(({ worker, name: named, parts }) => {
      const job = { ...someJob, id: named, name: named, executions: worker };
      const all = [told({ type: "performing" }), ...parts.flat()];
      return all.map((entry) => ({ ...entry, at: (number += 1), number, worker, job }));
    });
    return { ...calm, progress, entries: entries as unknown as readonly RunEntry[] };
  });

/** The names of the effects of a run. */
export const effectsOf = ({ entries }: Run): readonly string[] =>
  entries.flatMap((entry) => (entry.entry === "point" && entry.kind === "effect" && entry.applied ? [entry.name] : []));
