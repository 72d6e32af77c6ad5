// The report service: publishes what a customer ordered.
import { InvalidRequestError } from "./errors.ts";
import type { RequestOptions } from "./idempotency-key.ts";
import type { Outside } from "./outside.ts";
import type { Answer, Service } from "./service.ts";

export interface Report {
  readonly customerId: number;
  /** How many orders are in the total. */
  readonly orders: number;
  readonly totalCents: number;
}

export type Publication = Answer<Report>;

export interface Reports {
  /**
   * Publishes the report of one customer. In the ledger it is called `report <customerId>`.
   *
   * @param report the customer, the number of orders and their total in cents.
   * @param options `key`: the idempotency key; without one, every call publishes.
   * @returns the publication; for a repeat with the same key, the first one, also when the figures have changed since.
   * @throws InvalidRequestError when one of the three is no whole number.
   * @throws InvalidIdempotencyKeyError when the key is empty or too long.
   * @throws IdempotencyKeyReusedError when the key was used for another customer.
   */
  publish(report: Report, options?: RequestOptions): Promise<Publication>;
}

/** The reports of one process: the report service as seen across `outside`. */
export class ReportsAcross implements Reports {
  readonly #press: Service<Report>;
  readonly #outside: Outside;

  constructor(press: Service<Report>, outside: Outside) {
    this.#press = press;
    this.#outside = outside;
  }

  async publish(report: Report, options: RequestOptions = {}): Promise<Publication> {
    checkReport(report);
    const { customerId, orders, totalCents } = report;
    return this.#press.send(
      this.#outside,
      "report",
      `${customerId}`,
      { customerId, orders, totalCents },
      options,
      totalCents,
    );
  }
}

/**
 * Whether two requests with one key ask for the same report. Its figures are read from data that moves: who asks again may
 * read others, and the report that is out stays.
 */
export const isSameReport = (first: Report, second: Report): boolean => first.customerId === second.customerId;

function checkReport(report: Partial<Report> | undefined): void {
  if ([report?.customerId, report?.orders, report?.totalCents].every(Number.isInteger)) return;
  throw new InvalidRequestError("reports.publish", report, "{ customerId: 5, orders: 3, totalCents: 9700 }");
}
