// Starts the mails of a batch and awaits none of them: the cursor is saved while they are still under way.
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
          // oxlint-disable-next-line typescript/no-floating-promises -- the mistake itself
          shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
