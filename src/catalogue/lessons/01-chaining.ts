// Lesson 01: a customer's first order and a later one, mails that are refused, and a card that is declined.
import { openShop, type OpenShop, type Order, pendingOrders } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

const customers = [{ id: 1, name: "Customer 1", email: "customer-1@mail.example" }];

// As text, "100" would be the lowest id.
const pending = pendingOrders(7, 8, 100);
const firstIsProcessed = pending.map((order) => (order.id === 7 ? { ...order, status: "processed" as const } : order));

const charging = (
  title: string,
  orderId: number,
  effects: readonly string[],
  { refused, failing, orders = pending }: Partial<Record<"refused" | "failing", string>> & { orders?: Order[] } = {},
): TestScenario => ({
  title,
  args: { orderId },
  shop: () => openShop({ customers, orders }, { refused: refused === undefined ? [] : [refused] }),
  // The bank confirms what it has charged.
  whileStopped: (shop: OpenShop) => void shop.settle(),
  effects,
  inOrder: false,
  details: Object.fromEntries(
    effects.filter((effect) => !effect.startsWith("charge")).map((effect) => [effect, told(effect)]),
  ),
  ...(failing !== undefined && { failing: [failing] }),
  // Crashes that follow each other may leave each of the jobs half done: one effect each.
  redoneAfterCrash: effects.length,
  redoneAfterStop: 0,
});

/** Who gets a mail. */
function told(effect: string): { readonly to: string } {
  return { to: effect.startsWith("warehouse-note") ? "warehouse@shop.example" : "customer-1@mail.example" };
}

export const facts: LessonFacts = {
  starterFailsAt: "charges the order once in calm weather",
  job: "chargeOrder",
  otherJobs: ["sendReceipt", "askForReview", "noteForWarehouse"],
  scenarios: [
    charging("a first order", 7, ["charge 7", "receipt 7", "warehouse-note 7", "review-request 7"]),
    charging("a later order", 8, ["charge 8", "receipt 8", "review-request 8"], { orders: firstIsProcessed }),
    charging("the receipt is refused", 7, ["charge 7", "warehouse-note 7"], {
      refused: "receipt 7",
      failing: "send_receipt",
    }),
    charging("the note is refused", 7, ["charge 7", "receipt 7", "review-request 7"], {
      refused: "warehouse-note 7",
      failing: "note_for_warehouse",
    }),
    charging("the card is declined", 7, [], { refused: "charge 7", failing: "charge_order" }),
  ],
  unseen: {
    "address-remembered": "shows with orders of two customers",
    "charge-key-of-the-amount": "shows with two orders of one customer that cost the same",
    "charge-key-of-the-customer": "shows with two orders of one customer",
    "charged-again-for-the-receipt": "shows in the requests of a calm day: the key hides the second one",
    "enqueue-key-without-order": "shows with two orders of one customer",
    "key-without-separator": "shows with orders of two customers",
    "mail-remembered": "shows with two executions side by side",
    "note-key-without-order": "shows with the first orders of two customers",
    "note-key-without-separator": "shows with the first orders of two customers",
    "order-remembered": "shows with two executions side by side",
    "receipt-from-two-parents": "shows in the requests of a calm day: the key hides the second one",
    "receipt-with-a-wait": "shows in the time between two effects",
    "review-after-five-hours": "shows in the time between two effects",
    "wait-in-minutes": "shows in the time between two effects",
  },
};
