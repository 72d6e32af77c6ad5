// A shop from one number, as the second door of #shop (#shop/seed): its names come from a library that lessons need not load.
import { faker } from "@faker-js/faker/locale/en";
import { SHOP_DAY } from "./day.ts";
import { InvalidOptionError } from "./errors.ts";
import { openShop } from "./open-shop.ts";
import type { Campaign, Customer, Order, OrderStatus, Recipient } from "./rows.ts";
import type { OpenShop } from "./shop.ts";

interface Counts {
  readonly orders: number;
  readonly customers: number;
  readonly recipients: number;
}

export type ShopSize = "quick" | "full";

export interface SeedOptions extends Partial<Counts> {
  /** A whole number from 0 to 4,294,967,295. */
  readonly seed: number;
  /** quick: 100 orders, 50 customers, 500 recipients. full: 10,000 orders, 5,000 customers, 5,000 recipients. */
  readonly size?: ShopSize;
}

const SIZES: Readonly<Record<ShopSize, Counts>> = {
  quick: { orders: 100, customers: 50, recipients: 500 },
  full: { orders: 10_000, customers: 5_000, recipients: 5_000 },
};

// faker's generator takes 32 bits; it would quietly treat a larger seed as one of these.
const LARGEST_SEED = 2 ** 32 - 1;

/**
 * Opens a shop full of invented rows: of the orders 60 % are pending, 20 % processed and 20 % failed, one campaign.
 * Customers and recipients count from 1; orders have gaps in their ids, as if rows had been deleted.
 *
 * @param options the seed, a size, and counts that go before those of the size.
 * @returns the shop; its addresses all end in example.com.
 * @throws InvalidOptionError when the seed, the size or a count cannot be used.
 */
export function seedShop({ seed, size = "quick", ...counts }: SeedOptions): OpenShop {
  if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
    throw new InvalidOptionError("seed", seed, `a whole number from 0 to ${LARGEST_SEED}`);
  }
  if (!Object.hasOwn(SIZES, size)) throw new InvalidOptionError("size", size, `"quick" or "full"`);
  const count = { ...SIZES[size], ...counts };
  checkCounts(count);

  // This faker is shared by the whole process. It is seeded here and used up before anyone else can have a turn.
  faker.seed(seed);
  const customers = inventedCustomers(count.customers);
  const orders = inventedOrders(count.orders, count.customers);
  const campaign: Campaign = { id: 1, subject: `20 % off: ${faker.commerce.productName()}` };
  const recipients = inventedRecipients(count.recipients, campaign);
  return openShop({ customers, orders, campaigns: [campaign], recipients });
}

function checkCounts(count: Counts): void {
  for (const [option, value] of Object.entries(count)) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new InvalidOptionError(option, value, "a whole number, 0 or more");
  }
  if (count.orders > 0 && count.customers === 0) {
    throw new InvalidOptionError("customers", 0, "at least 1, since every order belongs to a customer, or orders: 0");
  }
}

function inventedCustomers(count: number): Customer[] {
  return Array.from({ length: count }, (_, index) => inventedPerson(index + 1));
}

function inventedRecipients(count: number, campaign: Campaign): Recipient[] {
  return Array.from({ length: count }, (_, index) => {
    const { id, email } = inventedPerson(index + 1);
    return { id, campaignId: campaign.id, email };
  });
}

function inventedPerson(id: number): Customer {
  const first = faker.person.firstName();
  const last = faker.person.lastName();
  // With the id no two are alike; without apostrophes and accents each is an address that any tool accepts.
  const mailbox = `${first}.${last}.${id}`.toLowerCase().replaceAll(/[^a-z0-9.]/g, "");
  return { id, name: `${first} ${last}`, email: `${mailbox}@example.com` };
}

function inventedOrders(count: number, customers: number): Order[] {
  let id = 0;
  return shuffledStatuses(count).map((status) => {
    id += faker.number.int({ min: 1, max: 3 });
    const customerId = faker.number.int({ min: 1, max: customers });
    const totalCents = faker.number.int({ min: 500, max: 25_000 });
    return { id, customerId, day: SHOP_DAY, totalCents, status };
  });
}

function shuffledStatuses(count: number): OrderStatus[] {
  const others = Math.round(count * 0.2);
  const statuses = Array.from({ length: count }, (): OrderStatus => "pending");
  statuses.fill("processed", 0, others).fill("failed", others, 2 * others);
  return faker.helpers.shuffle(statuses);
}
