// Keeps the batch size in a variable of the module: the job that was made last has set it for all jobs of the process.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "keeps two campaigns apart that one worker sends at the same time";

let size = 50;

export const campaignJob = (batchSize: number) => {
  size = batchSize;
  return defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved += 1;
          if (unsaved < size) continue;
          await step.set(id);
          unsaved = 0;
        }
      });
    },
  });
};

export const sendCampaign = campaignJob(50);
