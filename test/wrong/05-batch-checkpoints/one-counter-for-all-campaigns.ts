// Counts mails in a variable of the module: two campaigns at once count each other's, and one of them hardly saves.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "keeps two campaigns apart that one worker sends at the same time";

let sent = 0;

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          sent += 1;
          if (sent % batchSize === 0) await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
