// Saves how many batches are done: under another batch size the same number is another place.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "goes on under a deploy that changes the batch size, forward and back";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const all = await shop.campaigns.recipients(campaignId).toArray();
        for (let batch = step.cursor ?? 0; batch * batchSize < all.length; batch += 1) {
          for (const { id, email } of all.slice(batch * batchSize, (batch + 1) * batchSize)) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          }
          await step.set(batch + 1);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
