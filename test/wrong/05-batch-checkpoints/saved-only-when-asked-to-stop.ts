// Saves the cursor when a SIGTERM comes and at no other time: a crash says nothing beforehand.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "asks again for one batch at most, wherever a crash strikes";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          if (job.signal.aborted) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
