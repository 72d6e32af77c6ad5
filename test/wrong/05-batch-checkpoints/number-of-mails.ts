// Saves how many mails are sent, and skips as many people: when some of them have left the list, others are skipped.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy =
  "passes over nobody, and mails nobody who has left, when people unsubscribe while it is stopped";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const all = await shop.campaigns.recipients(campaignId).toArray();
        for (let done = step.cursor ?? 0; done < all.length;) {
          for (const { id, email } of all.slice(done, done + batchSize)) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
            done += 1;
          }
          await step.set(done);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
