// Another right answer: iteration style, where an item is a batch and the engine keeps the cursor.
import { defineIteration } from "#jobs";
import type { Shop } from "#shop";

export const campaignJob = (batchSize: number) =>
  defineIteration({
    name: "send_campaign",
    build: ({ campaignId }: { campaignId: number }, enumerate, _job, shop: Shop) =>
      enumerate.recordBatches(shop.campaigns.recipients(campaignId), { size: batchSize }),
    async each(batch, _args, _job, shop) {
      for (const { id, email } of batch) {
        await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
      }
    },
  });

export const sendCampaign = campaignJob(50);
