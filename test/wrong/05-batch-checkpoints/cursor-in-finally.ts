// Saves the cursor in a finally: it names a batch that an error has broken off.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "passes over nobody when the mail service fails once";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const rest = await shop.campaigns.recipients(campaignId).after(step.cursor).toArray();
        while (rest.length > 0) {
          const batch = rest.splice(0, batchSize);
          try {
            for (const { id, email } of batch) {
              await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
            }
          } finally {
            await step.set((batch.at(-1) as Recipient).id);
          }
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
