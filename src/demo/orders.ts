// The demo "orders": a job is stopped on the way, and goes on where it was.
import type { Demo } from "./catalogue.ts";
import { liveThroughOrders } from "./orders-day.ts";
import { ordersHeader } from "./orders-header.ts";
import { keepPicture } from "./orders-picture.ts";
import { ordersStory } from "./orders-story.ts";
import { ordersSummary } from "./orders-summary.ts";

export const orders: Demo = {
  name: "orders",
  summary: "charge the pending orders; a deploy stops the worker",
  async scenes(options) {
    const day = await liveThroughOrders(options);
    const picture = keepPicture(day);
    return [
      { kind: "lines", lines: ordersHeader(day) },
      ...ordersStory(day),
      { kind: "lines", lines: [...ordersSummary(day), ...picture] },
    ];
  },
};
