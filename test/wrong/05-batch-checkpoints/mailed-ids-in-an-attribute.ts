// Notes who of the batch has had the mail instead of sending a key: the note is saved with the cursor, when the batch is over.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "mails nobody twice when the worker is killed in the middle of a batch";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      const mailed = job.attribute<readonly number[]>("mailed", []);
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          if (!mailed.value.includes(id)) await shop.mailer.deliver({ template: "offer", about: id, to: email });
          mailed.value = [...mailed.value, id];
          unsaved = (unsaved + 1) % batchSize;
          if (unsaved > 0) continue;
          mailed.value = [];
          await step.set(id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
