// Another right answer: last done on both levels, and the sum travels with the place that it belongs to.
import { defineJob } from "#jobs";
import type { Customer, Order, Shop } from "#shop";

type Begun = {
  readonly customer: number;
  readonly order: number;
  readonly orders: number;
  readonly totalCents: number;
};
type Place = { readonly done?: number; readonly begun?: Begun };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", { start: {} }, async (step) => {
      for await (const customer of shop.customers.after(step.cursor.done)) {
        let sum = begunWith(customer, step.cursor.begun);
        for await (const order of shop.orders.of(customer).after(sum?.order)) {
          await mail(shop, order, customer, month);
          const { orders = 0, totalCents = 0 } = sum ?? {};
          sum = {
            customer: customer.id,
            order: order.id,
            orders: orders + 1,
            totalCents: totalCents + order.totalCents,
          };
          await step.set({ ...step.cursor, begun: sum });
        }
        const { orders = 0, totalCents = 0 } = sum ?? {};
        const report = { customerId: customer.id, orders, totalCents };
        await shop.reports.publish(report, { key: `report of ${customer.id} for ${month}` });
        await step.set({ done: customer.id });
      }
    });
  },
});

type DailyPlace = { readonly day: string; readonly customer: number; readonly order?: number; readonly done?: boolean };

export const sendDailyStatements = defineJob({
  name: "send_daily_statements",
  async perform({ days }: { days: readonly string[] }, job, shop: Shop) {
    await job.step<DailyPlace>("statements", async (step) => {
      for (const day of days) {
        const begun = step.cursor;
        if (begun && days.indexOf(day) < days.indexOf(begun.day)) continue;
        const onThisDay = begun?.day === day ? begun : undefined;
        const { customers } = shop;
        const left = onThisDay?.done ? customers.after(onThisDay.customer) : customers.from(onThisDay?.customer);
        for await (const customer of left) {
          const last = onThisDay?.customer === customer.id ? onThisDay.order : undefined;
          const orders = await shop.orders.of(customer).after(last).toArray();
          for (const order of orders.filter((one) => one.day === day)) {
            await mail(shop, order, customer, day);
            await step.set({ day, customer: customer.id, order: order.id });
          }
          await step.set({ day, customer: customer.id, done: true });
        }
      }
    });
  },
});

const begunWith = ({ id }: Customer, begun: Begun | undefined): Begun | undefined =>
  begun?.customer === id ? begun : undefined;

const mail = (shop: Shop, order: Order, customer: Customer, when: string) =>
  shop.mailer.deliver(
    { template: "statement", about: order.id, to: customer.email },
    { key: `statement of ${order.id} for ${when}` },
  );
