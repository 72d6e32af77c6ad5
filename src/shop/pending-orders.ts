// Orders for a spec that cares about nothing but their ids.
import { SHOP_DAY } from "./day.ts";
import type { Order } from "./rows.ts";

/**
 * Builds pending orders of customer 1. Order 17 costs 1,700 cents, so that a sum tells which orders are in it.
 *
 * @param ids the ids, in any order.
 * @returns one order for each id, of the day "2026-11-22".
 */
export function pendingOrders(...ids: number[]): Order[] {
  return ids.map((id) => ({ id, customerId: 1, day: SHOP_DAY, totalCents: id * 100, status: "pending" }));
}
