// Lesson 05: a campaign in batches of five, the last one short, in peace and while people who have had the mail unsubscribe.
import { openShop, type OpenShop } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

// Every fourth recipient in the shop belongs to another campaign.
const ids = Array.from({ length: 13 }, (_, index) => index + 1 + Math.floor(index / 3));

const sending = (title: string, whileStopped?: TestScenario["whileStopped"]): TestScenario => ({
  title,
  args: { campaignId: 3 },
  shop: () =>
    openShop({
      recipients: Array.from({ length: 17 }, (_, index) => ({
        id: index + 1,
        campaignId: (index + 1) % 4 === 0 ? 4 : 3,
        email: `reader${index + 1}@example.com`,
      })),
    }),
  ...(whileStopped && { whileStopped }),
  effects: ids.map((id) => `offer ${id}`),
  inOrder: false,
  details: Object.fromEntries(ids.map((id) => [`offer ${id}`, { about: id, to: `reader${id}@example.com` }])),
  redoneAfterCrash: 5,
  redoneAfterStop: 0,
});

export const facts: LessonFacts = {
  starterFailsAt: "mails every recipient once in calm weather",
  job: ({ campaignJob }) => (campaignJob as (batchSize: number) => unknown)(5),
  scenarios: [
    sending("two full batches and a short one"),
    sending("people unsubscribe while the job is stopped", unsubscribeSome),
  ],
  unseen: {
    "key-of-the-job": "shows with a campaign that is enqueued twice",
    "cursor-after-each-mail": "does what is asked, at too high a price",
    "readers-kept-for-the-process": "shows with two campaigns in one process",
    "first-thousand": "shows with more than a thousand recipients",
    "from-the-last-one": "does what is asked, in another order",
    "one-too-few": "does what is asked, at too high a price",
    "key-of-the-address": "shows with two campaigns that one reader receives",
    "key-without-a-separator": "shows with two campaigns whose ids look alike",
    "one-counter-for-all-campaigns": "shows with two campaigns at once in one process",
    "one-batch-size-for-all-jobs": "shows with two jobs of different batch sizes in one process",
    "refusal-discards-the-job": "shows when the mail service says no, and not only that it is away",
    "list-saved-at-the-start": "shows when somebody unsubscribes before the mail",
    "step-named-after-the-batch-size": "shows in a deploy that changes the batch size",
  },
};

/** Some of those who have had the mail do not want another one. */
function unsubscribeSome(shop: OpenShop): void {
  const mailed = new Set(shop.ledger.effects.map(({ effect }) => effect));
  for (const { id } of shop.rows.recipients) {
    if (id % 2 === 0 && mailed.has(`offer ${id}`)) shop.unsubscribe(id);
  }
}
