// Mails about the id as text: it looks the same, and whoever compares it with an id finds nobody.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "mails every recipient once in calm weather";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: `${id}`, to: email }, { key: `offer:${id}` });
          unsaved += 1;
          if (unsaved < batchSize) continue;
          await step.set(id);
          unsaved = 0;
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
