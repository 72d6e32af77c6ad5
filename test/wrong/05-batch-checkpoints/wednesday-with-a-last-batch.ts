// Sends the last, short batch as well, and none of the mails has a key.
import { defineJob } from "#jobs";
import type { Mail, Recipient, Shop } from "#shop";

export const caughtBy = "mails nobody twice when the worker is killed in the middle of a batch";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        const done = step.cursor ?? 0;
        let number = 0;
        let batch: Mail[] = [];
        for await (const recipient of shop.campaigns.recipients(campaignId)) {
          batch.push(mailTo(recipient));
          if (batch.length < batchSize) continue;
          number += 1;
          if (number > done) {
            await send(batch, shop);
            await step.set(number);
          }
          batch = [];
        }
        await send(batch, shop);
      });
    },
  });

async function send(mails: readonly Mail[], shop: Shop): Promise<void> {
  for (const mail of mails) await shop.mailer.deliver(mail);
}

function mailTo({ id, email }: Recipient): Mail {
  return { template: "offer", about: id, to: email };
}

export const sendCampaign = campaignJob(50);
