// Seeds a shop and performs the day's charging in it, under the faults that were ordered.
import type { OpenShop, Order } from "#shop";
import { seedShop } from "#shop/seed";
import { crash, type Fault, type Run, sigterm, simulate } from "#simulation";
import { UsageError } from "#terminal";
import type { DemoOptions } from "./demo-options.ts";
import { chargeOrders, chargeOrdersNaively } from "./jobs.ts";

/** One charge. With 60 orders the job is then at work for a minute: longer than any grace period. */
export const chargeMs = 1_000;
/** From SIGTERM to SIGKILL: what is left of Kubernetes' 30 seconds when a process keeps five for its own end. */
export const graceMs = 25_000;

// Enough for the job that renews its lease at checkpoints.
const leaseMs = 30_000;
const minuteMs = 60_000;

/** A day that is over. */
export interface OrdersDay {
  readonly options: DemoOptions;
  readonly shop: OpenShop;
  /** The orders that were pending in the morning: those to be charged. */
  readonly pending: readonly Order[];
  /** After which of them, counted from 1, the worker was stopped or killed. */
  readonly sigtermAfter: number | undefined;
  readonly crashAfter: number | undefined;
  readonly leaseMs: number;
  readonly run: Run;
}

/**
 * Lives through the day in virtual time.
 *
 * @throws UsageError when a fault is to come after more orders than there are
 */
export async function liveThroughOrders(options: DemoOptions): Promise<OrdersDay> {
  const shop = seedShop({ seed: options.seed, orders: options.orders });
  const pending = shop.rows.orders.filter(({ status }) => status === "pending");
  const faults = faultsFor(options, pending);
  const { day } = pending[0] as Order;
  const lease = options.naive ? leaseWithoutRenewal(pending.length) : leaseMs;
  const run = await simulate(options.naive ? chargeOrdersNaively : chargeOrders, {
    args: { day },
    shop: () => shop,
    // The crash goes first: when both come after the same order, SIGTERM then finds the execution that follows.
    faults: [...strike(crash, faults.crashAfter, pending), ...strike(sigterm, faults.sigtermAfter, pending)],
    effectMs: chargeMs,
    graceMs,
    leaseMs: lease,
  });
  return { options, shop, pending, ...faults, leaseMs: lease, run };
}

type FaultPlaces = Pick<OrdersDay, "sigtermAfter" | "crashAfter">;

function faultsFor({ sigtermAfter, crashAfter }: DemoOptions, pending: readonly Order[]): FaultPlaces {
  refuseTooLate("--sigterm-after", sigtermAfter, pending.length);
  refuseTooLate("--crash-after", crashAfter, pending.length);
  if (sigtermAfter !== undefined || crashAfter !== undefined) return { sigtermAfter, crashAfter };
  return { sigtermAfter: Math.min(20, Math.ceil(pending.length / 3)), crashAfter };
}

function refuseTooLate(flag: string, after: number | undefined, pending: number): void {
  if (after === undefined || after <= pending) return;
  const range = pending === 1 ? "1" : `a whole number from 1 to ${pending}`;
  const are = pending === 1 ? "order is" : "orders are";
  throw new UsageError(`${flag} is ${after}, but only ${pending} ${are} pending: pass ${range}, or more --orders.`);
}

function strike(signal: typeof crash, after: number | undefined, pending: readonly Order[]): readonly Fault[] {
  return after === undefined ? [] : [signal({ after: effectOf(pending[after - 1] as Order) })];
}

/** The name under which an order's charge goes into the ledger. */
export const effectOf = ({ id }: Order): string => `charge ${id}`;

/** Without checkpoints nothing renews the lease, so people make it longer than the job: here at least twice as long. */
const leaseWithoutRenewal = (orders: number): number => Math.ceil((2 * orders * chargeMs) / minuteMs) * minuteMs;
