// Saves which batch it begins, and then once more that it is done: two writes for each batch.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "saves its progress once for each batch, and not for each mail";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      const underWay = job.attribute("under way", 0);
      await job.step<number>("send", async (step) => {
        const rest = await shop.campaigns.recipients(campaignId).after(step.cursor).toArray();
        while (rest.length > 0) {
          const batch = rest.splice(0, batchSize);
          underWay.value = (batch[0] as Recipient).id;
          await step.set(step.cursor ?? 0);
          for (const { id, email } of batch) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          }
          await step.set((batch.at(-1) as Recipient).id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
