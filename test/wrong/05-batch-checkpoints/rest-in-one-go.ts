// Sends the rest in one go when its workers were killed often, to get it over with: that is one batch of everybody.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "withstands any number of crashes and SIGTERMs, wherever they strike";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const size = job.executions - job.interruptions > 3 ? Infinity : batchSize;
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % size;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
