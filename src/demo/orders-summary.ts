// What came of the day: the totals, the exactly-once check, the timeline.
import { drawTimeline, findProblems, type Problem, type Run } from "#simulation";
import { count, duration, grouped } from "#terminal";
import { commandFor } from "./command-for.ts";
import { type DemoOptions, defaults } from "./demo-options.ts";
import { money } from "./numbers.ts";
import { chargeMs, effectOf, graceMs, type OrdersDay } from "./orders-day.ts";
import { overcharged } from "./overcharged.ts";
import { heading, type Line, row, verbatim } from "./scene.ts";

/** The lines below the story. */
export function ordersSummary(day: OrdersDay): readonly Line[] {
  const problems = findProblems(day.run, { effects: day.pending.map(effectOf) });
  return [
    ...heading("Totals"),
    ...totals(day),
    ...heading("Was each order charged exactly once?"),
    ...verdict(day, problems),
    ...heading("Timeline"),
    ...verbatim(drawTimeline(day.run, spotlight(problems))),
    ...next(day, problems),
  ];
}

function totals({ options, pending, run }: OrdersDay): readonly Line[] {
  const charges = run.effects.filter(({ service }) => service === "payments");
  const orders = new Set(charges.map(({ effect }) => effect)).size;
  const inCharges = charges.length === orders ? "" : `, in ${count(charges.length, "charge")}`;
  const cents = charges.reduce((sum, { amountCents = 0 }) => sum + amountCents, 0);
  const due = pending.reduce((sum, { totalCents }) => sum + totalCents, 0);
  const repeats = run.requests.filter(({ repeated }) => repeated).length;
  return [
    ...row("orders", `${grouped(orders)} of ${grouped(pending.length)} charged${inCharges}`),
    ...row("amount", `${money(cents)} charged${cents === due ? "" : `, ${money(due)} was due`}`),
    ...(repeats > 0 ? row("asked again", `${count(repeats, "charge")}, known to the bank by the key`) : []),
    ...row("executions", grouped(run.executions)),
    ...row(
      "resumptions",
      `${grouped(eventsIn(run, "resumed"))}${options.naive ? ", there was nothing to resume from" : ""}`,
    ),
    ...row("checkpoints", grouped(eventsIn(run, "checkpoint"))),
    ...row("time", `${duration(run.elapsedMs)} of virtual time`),
  ];
}

const eventsIn = ({ entries }: Run, type: "resumed" | "checkpoint"): number =>
  entries.filter((entry) => entry.entry === "event" && entry.event.type === type).length;

function verdict(day: OrdersDay, problems: readonly Problem[]): readonly Line[] {
  const total = count(day.pending.length, "order");
  if (problems.length === 0) {
    const each = day.pending.length === 1 ? "the only order" : `each of ${total}`;
    return [...row("✓ yes", `${each} was charged exactly once`, "good"), ...luck(day)];
  }
  const repeated = problems.filter(({ kind }) => kind === "repeated").length;
  // Nothing else than repeats is expected here; should it come, it must not look like success.
  const others = problems.filter(({ kind }) => kind !== "repeated").map(({ kind }) => kind);
  const was = repeated === 1 ? "was" : "were";
  const wrong = [
    ...(repeated > 0 ? [`${grouped(repeated)} of ${total} ${was} charged more than once`] : []),
    ...others,
  ].join("; ");
  return [
    ...row("✗ no", `this is wrong: ${wrong}`, "bad"),
    ...overcharged(day, problems),
    ...(repeated > 0 ? row("why", why) : []),
  ];
}

const why =
  "a worker that was killed left no word of how far it had come, so the next one began at the top, and without an " +
  "idempotency key the bank takes a repeat for a new charge";

/** The naive job, stopped so late that it could finish in time: right by chance is worth a sentence. */
function luck({ options, pending, sigtermAfter }: OrdersDay): readonly Line[] {
  if (!options.naive || sigtermAfter === undefined) return [];
  const left = pending.length - sigtermAfter;
  const took = `the ${count(left, "order")} left took ${duration(left * chargeMs)}`;
  return row("but", `only by luck: ${took}, less than the ${duration(graceMs)} of grace`);
}

/** The first effect that happened twice, so that the timeline shows both times. */
function spotlight(problems: readonly Problem[]): readonly string[] {
  const first = problems.find(({ kind }) => kind === "repeated");
  return first?.kind === "repeated" ? [first.effect] : [];
}

function next({ options }: OrdersDay, problems: readonly Problem[]): readonly Line[] {
  const { naive } = options;
  if (naive && problems.length === 0) {
    return invitation("the worker is stopped when much is left", { ...defaults, naive });
  }
  const how = naive ? "with a step, a cursor and a key" : "without step, cursor and key";
  return invitation(`the same day ${how}`, { ...options, naive: !naive });
}

const invitation = (what: string, options: DemoOptions): readonly Line[] => [
  ...heading(`Next: ${what}`),
  ...verbatim(commandFor(options)),
];
