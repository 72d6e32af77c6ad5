// Writes 50 into the loop, where the batch size belongs that the job was defined with.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "asks again for one batch at most, wherever a crash strikes";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % 50;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
