// Moves the cursor behind the batch, and still sends a batch only when it is full.
import { defineJob } from "#jobs";
import type { Mail, Recipient, Shop } from "#shop";

export const caughtBy = "mails the last batch too, which is shorter, and then the other campaigns";

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
