// Takes batches of twice the size once it has been resumed, to catch up: the next deploy waits for twice as long.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "loses and repeats nothing when SIGTERM comes in each batch";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const size = step.resumed ? 2 * batchSize : batchSize;
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % size;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
