// Stops at an empty batch only after it has tried to save the last recipient of it.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "mails every recipient once in calm weather";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let size: number;
        let last = step.cursor;
        do {
          const rest = await shop.campaigns.recipients(campaignId).after(last).toArray();
          const batch = rest.slice(0, batchSize);
          for (const { id, email } of batch) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          }
          size = batch.length;
          last = (batch[size - 1] as Recipient).id;
          await step.set(last);
        } while (size === batchSize);
      });
    },
  });

export const sendCampaign = campaignJob(50);
