// Puts the id of the job into the key, where the campaign belongs: a campaign that is enqueued twice is mailed twice.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "mails nobody twice when the worker is killed in the middle of a batch";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const recipient of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          const mail = { template: "offer", about: recipient.id, to: recipient.email };
          await shop.mailer.deliver(mail, { key: `offer:${job.id}:${recipient.id}` });
          unsaved += 1;
          if (unsaved < batchSize) continue;
          await step.set(recipient.id);
          unsaved = 0;
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
