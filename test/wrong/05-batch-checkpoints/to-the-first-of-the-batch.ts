// Sends every mail of a batch to the address of its first recipient: each mail is about somebody else, and one person gets them all.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "mails every recipient once in calm weather";

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
      });
    },
  });

async function send(batch: readonly Recipient[], shop: Shop): Promise<void> {
  const to = batch[0]?.email ?? "";
  for (const { id } of batch) {
    await shop.mailer.deliver({ template: "offer", about: id, to }, { key: `offer:${id}` });
  }
}

export const sendCampaign = campaignJob(50);
