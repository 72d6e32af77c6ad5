// What the day begins with: the shop, the job, and what is going to happen to it.
import type { Order } from "#shop";
import { count, duration, ordinal } from "./numbers.ts";
import { chargeMs, graceMs, type OrdersDay } from "./orders-day.ts";
import { type Line, row } from "./scene.ts";

/** The rows above the story. */
export function ordersHeader(day: OrdersDay): readonly Line[] {
  const { naive } = day.options;
  return [
    { head: naive ? "Demo: orders, the naive way" : "Demo: orders", text: "", tone: "strong" },
    ...row("shop", seeded(day)),
    ...row("job", naive ? naiveJob : continuedJob),
    ...row("faults", faults(day)),
    ...row("time", `virtual: ${times(day)}`),
  ];
}

const continuedJob =
  "charges the pending orders one by one; after each it saves a checkpoint whose cursor is the order's id " +
  "(solutions/03-cursors)";
const naiveJob =
  "charges the pending orders in a plain loop, as one writes it first: no step, no cursor, no idempotency key " +
  "(src/demo/jobs.ts)";

function seeded({ options, shop }: OrdersDay): string {
  const { customers, orders } = shop.rows;
  const statuses = (["pending", "processed", "failed"] as const).map(
    (status) => `${orders.filter((order) => order.status === status).length} ${status}`,
  );
  const all = `${count(orders.length, "order")} of ${count(customers.length, "customer")}`;
  return `${all}, from seed ${options.seed}: ${statuses.join(", ")}`;
}

function faults({ pending, sigtermAfter, crashAfter }: OrdersDay): string {
  const parts = [
    ...(crashAfter === undefined ? [] : [`SIGKILL after ${place(crashAfter, pending)}, before anything else`]),
    ...(sigtermAfter === undefined ? [] : [`SIGTERM after ${place(sigtermAfter, pending)}`]),
  ];
  return parts.join("; ");
}

const place = (after: number, pending: readonly Order[]): string =>
  `the ${ordinal(after)} charge (order ${pending[after - 1]?.id})`;

function times({ options, leaseMs }: OrdersDay): string {
  const lease = `a lease lasts ${duration(leaseMs)}`;
  return [
    `a charge takes ${duration(chargeMs)}`,
    `from SIGTERM to SIGKILL there are ${duration(graceMs)}`,
    options.naive
      ? `${lease}, longer than the job, since nothing renews it on the way`
      : `${lease} and is renewed at checkpoints`,
  ].join(", ");
}
