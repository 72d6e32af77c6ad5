// Another right answer: the cursor names the next id to do, the lookup is inclusive, and each recipient is asked for singly.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", { start: 0 }, async (step) => {
        let next = step.cursor;
        for (let count = 1; ; count += 1) {
          const recipient = await shop.campaigns.recipients(campaignId).from(next).first();
          if (!recipient) return;
          const { id, email } = recipient;
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `${campaignId}/${id}` });
          next = id + 1;
          if (count % batchSize === 0) await step.set(next);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
