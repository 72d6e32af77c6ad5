// Builds the key from the batch and the place in it: under another batch size the same person has another place.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "goes on under a deploy that changes the batch size, forward and back";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let place = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          const key = `offer:${campaignId}:${step.cursor ?? 0}:${place}`;
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key });
          place = (place + 1) % batchSize;
          if (place === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
