// A day as the shop writes it: "YYYY-MM-DD", text that sorts and compares without a time zone.

/** The one day that seeded and built orders are of: jobs get it as an argument, none asks a clock. */
export const SHOP_DAY = "2026-11-22";

/** Whether a value has the form "YYYY-MM-DD". */
export function isDay(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}
