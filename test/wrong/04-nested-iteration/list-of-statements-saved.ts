// Makes a list of all statements first and goes through it: what comes and goes meanwhile is not in it.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "goes on in its place among the days when orders and customers come and go";

type Statement = { readonly order: number; readonly to: string };

export const sendDailyStatements = defineJob({
  name: "send_daily_statements",
  async perform({ days }: { days: readonly string[] }, job, shop: Shop) {
    const list = job.attribute<readonly Statement[]>("list", []);
    await job.step("list", async () => {
      const statements: Statement[] = [];
      for (const day of days) {
        for await (const customer of shop.customers) {
          const orders = await shop.orders.of(customer).toArray();
          const dueOnDay = orders.filter((order) => order.day === day);
          statements.push(...dueOnDay.map(({ id }) => ({ order: id, to: customer.email })));
        }
      }
      list.value = statements;
    });
    await job.step("statements", { start: 0 }, async (step) => {
      for (const { order, to } of list.value.slice(step.cursor)) {
        await shop.mailer.deliver({ template: "statement", about: order, to }, { key: `statement:${order}` });
        await step.advance();
      }
    });
  },
});
