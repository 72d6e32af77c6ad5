// Lesson 04. Go through customers and their orders, and keep a place in both.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

/** The first customer who is not done, and the last of that customer's orders whose statement went out. */
type Place = { readonly customer: number; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      // TODO: replace this line by two loops: each order's statement, and after a customer's last one the report.
      throw new Error(
        'Not written yet: open lessons/04-nested-iteration/exercise.ts and read "Your task" in the README beside it.',
      );
    });
  },
});

/** The last order whose statement went out, with its day and its customer. */
type DailyPlace = { readonly day: string; readonly customer: number; readonly order: number };

export const sendDailyStatements = defineJob({
  name: "send_daily_statements",
  async perform({ days }: { days: readonly string[] }, job, shop: Shop) {
    await job.step<DailyPlace>("statements", async (step) => {
      // TODO: replace this line by three loops: days, customers, orders. Statements only.
      throw new Error(
        'Not written yet: open lessons/04-nested-iteration/exercise.ts and read "Your task" in the README beside it.',
      );
    });
  },
});
