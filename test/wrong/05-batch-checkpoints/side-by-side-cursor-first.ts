// Starts a batch side by side, saves the cursor, and awaits the mails of the batch only then.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "mails every recipient once in calm weather";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const rest = await shop.campaigns.recipients(campaignId).after(step.cursor).toArray();
        while (rest.length > 0) {
          const batch = rest.splice(0, batchSize);
          const underWay = batch.map(({ id, email }) =>
            shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` }),
          );
          await step.set((batch.at(-1) as Recipient).id);
          await Promise.all(underWay);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
