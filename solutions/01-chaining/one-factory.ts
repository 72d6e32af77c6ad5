// Another right answer: one function makes the three jobs that mail, and the note decides by itself whether it is wanted.
import { defineJob, type JobRequest, jobRequest, minutes } from "#jobs";
import type { Order, Shop } from "#shop";

type OrderArgs = { readonly orderId: number };

/** A job that sends one mail about an order, or none when nobody is to get it. */
function mailJob(
  name: string,
  template: string,
  addressee: (order: Order, shop: Shop) => Promise<string | undefined>,
  next: (args: OrderArgs) => readonly JobRequest[] = () => [],
) {
  return defineJob({
    name,
    async perform({ orderId }: OrderArgs, _job, shop: Shop) {
      const to = await addressee(await shop.orders.find(orderId), shop);
      if (to === undefined) return;
      await shop.mailer.deliver({ template, about: orderId, to }, { key: `${template}/${orderId}` });
    },
    followUps: (args) => next(args),
  });
}

const toCustomer = async ({ customerId }: Order, shop: Shop) => (await shop.customers.find(customerId)).email;
const toWarehouse = async ({ id, customerId }: Order, shop: Shop) => {
  for await (const first of shop.orders.of(customerId)) return first.id === id ? "warehouse@shop.example" : undefined;
  return undefined;
};

export const noteForWarehouse = mailJob("note_for_warehouse", "warehouse-note", toWarehouse);
export const askForReview = mailJob("ask_for_review", "review-request", toCustomer);
export const sendReceipt = mailJob("send_receipt", "receipt", toCustomer, (args) => [
  jobRequest(askForReview, args, { wait: minutes(5) }),
]);

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: OrderArgs, _job, shop: Shop) {
    await shop.payments.charge(await shop.orders.find(orderId), { key: `charge/${orderId}` });
  },
  followUps: (args) => [noteForWarehouse, sendReceipt].map((next) => jobRequest(next, args)),
});
