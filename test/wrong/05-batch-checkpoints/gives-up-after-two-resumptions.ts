// Gives up when it has been resumed twice, so that a bad day does not last for ever: three deploys, and the rest is lost.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "loses and repeats nothing when SIGTERM comes in each batch";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        if (job.resumptions >= 2) return;
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
