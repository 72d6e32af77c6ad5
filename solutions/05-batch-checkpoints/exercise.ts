// Sends a campaign in batches: mails one recipient after another, and saves the cursor after each batch.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

/** The job with batches of so many recipients; a deploy may change the number while a campaign is under way. */
export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const recipient of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          // A crash repeats up to one batch of these; the key names the recipient, whatever batch they come in.
          const mail = { template: "offer", about: recipient.id, to: recipient.email };
          await shop.mailer.deliver(mail, { key: `offer:${campaignId}:${recipient.id}` });
          unsaved += 1;
          if (unsaved < batchSize) continue;
          await step.set(recipient.id);
          unsaved = 0;
        }
        // The last, short batch needs no line of its own: the end of the step saves.
      });
    },
  });

export const sendCampaign = campaignJob(50);
