// Asks after each mail whether to stop, but saves the cursor after each batch only: a stop in between forgets the mails before it.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "goes on after a SIGTERM with the next batch";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
          else await step.checkpoint();
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
