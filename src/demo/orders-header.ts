// What the day begins with: the shop, the job, and what is going to happen to it.
import { count, duration, grouped } from "#terminal";
import { ordinal } from "./numbers.ts";
import { chargeMs, graceMs, type OrdersDay } from "./orders-day.ts";
import { blank, type Line, row } from "./scene.ts";

/** The rows above the story. */
export function ordersHeader(day: OrdersDay): readonly Line[] {
  const { naive } = day.options;
  return [
    { head: naive ? naiveTitle : continuedTitle, text: "", tone: "strong" },
    blank,
    ...row("shop", seeded(day)),
    ...row("job", naive ? naiveJob : continuedJob),
    ...row("faults", faults(day)),
    ...(day.sigtermAfter === undefined ? [] : row("grace", `${duration(graceMs)} from SIGTERM to SIGKILL`)),
    ...row("lease", `${duration(day.leaseMs)}, ${naive ? naiveLease : "renewed at checkpoints in good time"}`),
    ...row("time", `virtual: a charge takes ${duration(chargeMs)}, and nobody has to wait for it`),
  ];
}

const continuedTitle = "Demo orders: a job is stopped on the way and goes on where it was";
const naiveTitle = "Demo orders --naive: the same day with the job that people write first";

const continuedJob =
  "charges the pending orders one by one; after each it saves a checkpoint whose cursor is the order's id " +
  "(solutions/03-cursors)";
const naiveJob =
  "charges the pending orders in a plain loop: no step, no cursor, no idempotency key (src/demo/jobs.ts)";
const naiveLease = "longer than the whole job, since without checkpoints nothing renews it";

function seeded({ options, shop }: OrdersDay): string {
  const { customers, orders } = shop.rows;
  const statuses = (["pending", "processed", "failed"] as const).map(
    (status) => `${grouped(orders.filter((order) => order.status === status).length)} ${status}`,
  );
  const all = `${count(orders.length, "order")} of ${count(customers.length, "customer")}`;
  return `${all}, from seed ${options.seed}: ${statuses.join(", ")}`;
}

function faults({ options, pending, sigtermAfter = Infinity, crashAfter = Infinity }: OrdersDay): string {
  const place = (after: number) => `after the ${ordinal(after)} charge (order ${pending[after - 1]?.id})`;
  const before = options.naive ? "" : ", before its checkpoint";
  const inOrder = [
    { after: crashAfter, text: () => `SIGKILL ${place(crashAfter)}${before}` },
    { after: sigtermAfter, text: () => `SIGTERM ${place(sigtermAfter)}` },
  ].toSorted((left, right) => left.after - right.after);
  return inOrder.flatMap(({ after, text }) => (after === Infinity ? [] : [text()])).join("; ");
}
