// Looks the recipient of the cursor up in the list: when that one has left, it begins anew.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy =
  "passes over nobody, and mails nobody who has left, when people unsubscribe while it is stopped";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const all = await shop.campaigns.recipients(campaignId).toArray();
        const place = all.findIndex(({ id }) => id === step.cursor);
        let unsaved = 0;
        for (const { id, email } of all.slice(place + 1)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
