// Puts the batch size into the name of the step: after the deploy, jobs that are half done find no step to go on with.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "goes on under a deploy that changes the batch size, forward and back";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>(`send by ${batchSize}`, async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
