// Saves the last, short batch under its first recipient: a SIGTERM during that batch has it sent again.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "loses and repeats nothing when SIGTERM comes in each batch";

async function send(batch: readonly Recipient[], shop: Shop): Promise<void> {
  for (const { id, email } of batch) {
    await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
  }
}

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let batch: Recipient[] = [];
        for await (const recipient of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          batch.push(recipient);
          if (batch.length < batchSize) continue;
          await send(batch, shop);
          await step.set(recipient.id);
          batch = [];
        }
        await send(batch, shop);
        if (batch[0]) await step.set(batch[0].id);
      });
    },
  });

export const sendCampaign = campaignJob(50);
