// Collects a batch and sends it when it is full: the last one never is.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "mails the last batch too, which is shorter, and then the other campaigns";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let batch: Recipient[] = [];
        for await (const recipient of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          batch.push(recipient);
          if (batch.length < batchSize) continue;
          for (const { id, email } of batch) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          }
          await step.set(recipient.id);
          batch = [];
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
