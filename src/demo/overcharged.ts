// Who paid more than once, and how much.
import type { Customer } from "#shop";
import type { Problem } from "#simulation";
import { count, grouped } from "#terminal";
import { money } from "./numbers.ts";
import { effectOf, type OrdersDay } from "./orders-day.ts";
import { type Line, row } from "./scene.ts";

const shown = 5;

interface Overcharge {
  readonly orderId: number;
  readonly customer: Customer;
  readonly times: number;
  readonly tooMuchCents: number;
}

/** The orders that were charged more than once: the first five, and what all of them come to. */
export function overcharged(day: OrdersDay, problems: readonly Problem[]): readonly Line[] {
  const all = overcharges(day, problems);
  if (all.length === 0) return [];
  const cents = all.reduce((sum, { tooMuchCents }) => sum + tooMuchCents, 0);
  const customers = new Set(all.map(({ customer }) => customer.id)).size;
  const more = all.length - shown;
  return [
    ...all.slice(0, shown).flatMap((one) => row(`order ${one.orderId}`, describe(one), "plain")),
    ...(more > 0 ? row("", `and ${count(more, "more order")}`) : []),
    ...row(
      "too much",
      `${money(cents)}, taken from ${count(customers, "customer")} for ${count(all.length, "order")}`,
      "bad",
    ),
  ];
}

function overcharges({ pending, shop }: OrdersDay, problems: readonly Problem[]): readonly Overcharge[] {
  const times = new Map(problems.flatMap((one) => (one.kind === "repeated" ? [[one.effect, one.times] as const] : [])));
  const customers = new Map(shop.rows.customers.map((customer) => [customer.id, customer]));
  return pending.flatMap((order) => {
    const charges = times.get(effectOf(order)) ?? 1;
    const customer = customers.get(order.customerId);
    if (charges === 1 || !customer) return [];
    return [{ orderId: order.id, customer, times: charges, tooMuchCents: (charges - 1) * order.totalCents }];
  });
}

function describe({ customer, times, tooMuchCents }: Overcharge): string {
  const often = times === 2 ? "twice" : `${grouped(times)} times`;
  return `customer ${customer.id} paid ${often}: ${money(tooMuchCents)} too much`;
}
