// Lesson 05. Send a campaign to its recipients in batches: one checkpoint for each batch, not one for each mail.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

/** The job with batches of so many recipients; a deploy may change the number while a campaign is under way. */
export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      // TODO: replace this line by a step that mails shop.campaigns.recipients(campaignId), batchSize of them at a time.
      throw new Error(
        'Not written yet: open lessons/05-batch-checkpoints/exercise.ts and read "Your task" in the README beside it.',
      );
    },
  });

export const sendCampaign = campaignJob(50);
