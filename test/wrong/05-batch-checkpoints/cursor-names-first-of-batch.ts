// Saves the first recipient of the batch instead of the last one: the rest of the batch is asked for again.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "goes on after a SIGTERM with the next batch";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const rest = await shop.campaigns.recipients(campaignId).after(step.cursor).toArray();
        while (rest.length > 0) {
          const batch = rest.splice(0, batchSize);
          for (const { id, email } of batch) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          }
          await step.set((batch[0] as Recipient).id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
