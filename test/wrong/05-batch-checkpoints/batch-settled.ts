// Waits until all mails of a batch are settled, and does not look which of them were refused.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "passes over nobody when the mail service fails once";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const rest = await shop.campaigns.recipients(campaignId).after(step.cursor).toArray();
        while (rest.length > 0) {
          const batch = rest.splice(0, batchSize);
          await Promise.allSettled(
            batch.map(({ id, email }) =>
              shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` }),
            ),
          );
          await step.set((batch.at(-1) as Recipient).id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
