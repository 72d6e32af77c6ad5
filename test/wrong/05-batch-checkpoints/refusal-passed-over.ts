// Swallows the error of a mail, so that one bad address does not stop the campaign: whoever was refused gets none.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "passes over nobody when the mail service fails once";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer
            .deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` })
            .catch(() => undefined);
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
