// Tries each mail three times, and then passes over it: a service that is down for longer costs its batch.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "withstands any number of crashes and SIGTERMs, wherever they strike";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          for (let tries = 0; tries < 3; tries += 1) {
            try {
              await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
              break;
            } catch {
              // Once more.
            }
          }
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
