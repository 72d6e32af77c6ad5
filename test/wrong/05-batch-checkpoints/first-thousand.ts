// Reads the first thousand recipients: whoever comes after them is never read.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "mails every recipient once in calm weather";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const rest = await shop.campaigns.recipients(campaignId).after(step.cursor).toArray();
        let unsaved = 0;
        for (const { id, email } of rest.slice(0, 1_000)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
