// Another right answer: no loop inside a loop, but one question: what comes after this place? The total is an attribute.
import { defineJob } from "#jobs";
import type { Customer, Order, Shop } from "#shop";

type Place = { readonly customer: number; readonly order: number | "none" | "reported" };
type Total = { readonly customer: number; readonly orders: number; readonly cents: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    const total = job.attribute<Total>("total", { customer: 0, orders: 0, cents: 0 });
    await job.step<Place>("statements", async (step) => {
      const next = () => nextTask(shop, step.cursor);
      for (let task = await next(); task; task = await next()) {
        const { customer, order } = task;
        const { orders, cents } = total.value.customer === customer.id ? total.value : { orders: 0, cents: 0 };
        if (order) {
          await mail(shop, order, customer, month);
          total.value = { customer: customer.id, orders: orders + 1, cents: cents + order.totalCents };
        } else {
          const report = { customerId: customer.id, orders, totalCents: cents };
          await shop.reports.publish(report, { key: `${month} report ${customer.id}` });
        }
        await step.set({ customer: customer.id, order: order?.id ?? "reported" });
      }
    });
  },
});

/** The next order, or no order when the report is next. */
async function nextTask(
  shop: Shop,
  place: Place | undefined,
): Promise<{ customer: Customer; order?: Order } | undefined> {
  const { customers } = shop;
  const isDone = place?.order === "reported";
  const customer = await (isDone ? customers.after(place.customer) : customers.from(place?.customer)).first();
  if (!customer) return undefined;
  const last = place?.customer === customer.id && typeof place.order === "number" ? place.order : undefined;
  const order = await shop.orders.of(customer).after(last).first();
  return { customer, ...(order && { order }) };
}

type DailyPlace = { readonly day: string; readonly customer: number; readonly order: number };

export const sendDailyStatements = defineJob({
  name: "send_daily_statements",
  async perform({ days }: { days: readonly string[] }, job, shop: Shop) {
    await job.step<DailyPlace>("statements", async (step) => {
      for await (const { day, customer, order } of dailyTasks(shop, days, step.cursor)) {
        await mail(shop, order, customer, day);
        await step.set({ day, customer: customer.id, order: order.id });
      }
    });
  },
});

/** Every order of every day that comes after a place. */
async function* dailyTasks(shop: Shop, days: readonly string[], place: DailyPlace | undefined) {
  const begun = place ? days.indexOf(place.day) : 0;
  for (const [index, day] of days.entries()) {
    for await (const customer of shop.customers) {
      for await (const order of shop.orders.of(customer)) {
        if (order.day !== day || index < begun) continue;
        const isSameDay = place?.day === day;
        const isBefore =
          isSameDay && (customer.id < place.customer || (customer.id === place.customer && order.id <= place.order));
        if (!isBefore) yield { day, customer, order };
      }
    }
  }
}

async function mail(shop: Shop, order: Order, customer: Customer, when: string): Promise<void> {
  const statement = { template: "statement", about: order.id, to: customer.email };
  await shop.mailer.deliver(statement, { key: `${when} statement ${order.id}` });
}
