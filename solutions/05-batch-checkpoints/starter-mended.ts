// Another right answer: the starter, mended. It collects a batch, sends it, and saves the id of its last recipient.
import { defineJob } from "#jobs";
import type { Mail, Recipient, Shop } from "#shop";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let batch: Mail[] = [];
        for await (const recipient of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          batch.push(mailTo(recipient));
          if (batch.length < batchSize) continue;
          await send(batch, shop);
          await step.set(recipient.id);
          batch = [];
        }
        await send(batch, shop);
      });
    },
  });

async function send(mails: readonly Mail[], shop: Shop): Promise<void> {
  for (const mail of mails) await shop.mailer.deliver(mail, { key: `offer:${mail.about}` });
}

function mailTo({ id, email }: Recipient): Mail {
  return { template: "offer", about: id, to: email };
}

export const sendCampaign = campaignJob(50);
