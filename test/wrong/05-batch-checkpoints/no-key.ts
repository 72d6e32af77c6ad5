// Sends no idempotency key: the mail service cannot know that it has seen the request before.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "mails nobody twice when the worker is killed in the middle of a batch";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email });
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
