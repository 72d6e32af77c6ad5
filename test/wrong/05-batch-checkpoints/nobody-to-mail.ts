// Sends a batch before it asks whether there is one: a campaign without recipients has no last one.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "mails the last batch too, which is shorter, and then the other campaigns";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const rest = await shop.campaigns.recipients(campaignId).after(step.cursor).toArray();
        do {
          const batch = rest.splice(0, batchSize);
          for (const { id, email } of batch) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          }
          await step.set((batch.at(-1) as Recipient).id);
        } while (rest.length > 0);
      });
    },
  });

export const sendCampaign = campaignJob(50);
