// Goes through the list from its end, when the task wants the order of the ids.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "mails every recipient once in calm weather";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const all = await shop.campaigns.recipients(campaignId).toArray();
        const rest = all.filter(({ id }) => id < (step.cursor ?? Infinity)).toReversed();
        let unsaved = 0;
        for (const { id, email } of rest) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
