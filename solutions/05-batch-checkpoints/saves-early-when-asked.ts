// Another right answer: once SIGTERM has come it does not finish the batch; it saves after the mail under way.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<{ readonly lastId: number }>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor?.lastId)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0 || job.signal.aborted) await step.set({ lastId: id });
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
