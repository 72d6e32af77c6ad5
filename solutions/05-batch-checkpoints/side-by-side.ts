// Another right answer: the mails of a batch are sent side by side; the cursor waits until all of them are done.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const rest = await shop.campaigns.recipients(campaignId).after(step.cursor).toArray();
        while (rest.length > 0) {
          const batch = rest.splice(0, batchSize);
          await Promise.all(batch.map((recipient) => mail(recipient, shop)));
          await step.set((batch.at(-1) as Recipient).id);
        }
      });
    },
  });

const mail = ({ id, email }: Recipient, shop: Shop) =>
  shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });

export const sendCampaign = campaignJob(50);
