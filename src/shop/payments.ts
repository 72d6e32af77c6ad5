// The bank: charges orders. It knows nothing of our rows, so an order stays pending until the bank confirms (`settle`).
import { InvalidRequestError } from "./errors.ts";
import type { RequestOptions } from "./idempotency-key.ts";
import type { Outside } from "./outside.ts";
import type { Order } from "./rows.ts";
import type { Answer, Service } from "./service.ts";

export interface Charge {
  readonly orderId: number;
  readonly amountCents: number;
}

export type Receipt = Answer<Charge>;

export interface Payments {
  /**
   * Charges the total of an order. The row does not change: its status follows when the bank confirms.
   *
   * @param order the order; its id and `totalCents` go to the bank.
   * @param options `key`: the idempotency key; without one, every call charges.
   * @returns the receipt; for a repeat with the same key, the first one.
   * @throws InvalidRequestError when what is given is no order.
   * @throws InvalidIdempotencyKeyError when the key is empty or too long.
   * @throws IdempotencyKeyReusedError when the key was used for another order or amount.
   */
  charge(order: Order, options?: RequestOptions): Promise<Receipt>;
}

/** The payments of one process: the bank as seen across `outside`. */
export class PaymentsAcross implements Payments {
  readonly #bank: Service<Charge>;
  readonly #outside: Outside;

  constructor(bank: Service<Charge>, outside: Outside) {
    this.#bank = bank;
    this.#outside = outside;
  }

  async charge(order: Order, options: RequestOptions = {}): Promise<Receipt> {
    checkOrder(order);
    const { id: orderId, totalCents: amountCents } = order;
    return this.#bank.send(this.#outside, "charge", `${orderId}`, { orderId, amountCents }, options, amountCents);
  }
}

// Learners run their jobs without the type checker: an id instead of the order would otherwise charge "undefined".
function checkOrder(order: Partial<Order> | undefined): void {
  if (Number.isInteger(order?.id) && Number.isInteger(order?.totalCents)) return;
  throw new InvalidRequestError("payments.charge", order, "an order as shop.orders hands it out");
}
