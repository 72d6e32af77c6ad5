// Saves the cursor once, after the last batch: a deploy waits for the whole campaign.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "finishes no more than the batch under way once SIGTERM has come";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let last = step.cursor;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          last = id;
        }
        if (last !== undefined) await step.set(last);
      });
    },
  });

export const sendCampaign = campaignJob(50);
