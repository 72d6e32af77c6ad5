// Lesson 05. Wednesday's job sends a campaign in batches. Write what a mail says, then mend the job, spec by spec.
import { defineJob } from "#jobs";
import type { Mail, Recipient, Shop } from "#shop";

/** The job with batches of so many recipients; a deploy may change the number while a campaign is under way. */
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
            await step.set(number);
            await send(batch, shop);
          }
          batch = [];
        }
      });
    },
  });

async function send(mails: readonly Mail[], shop: Shop): Promise<void> {
  for (const mail of mails) await shop.mailer.deliver(mail);
}

function mailTo(recipient: Recipient): Mail {
  // TODO: replace this line by the mail that this recipient gets.
  throw new Error(
    'Not written yet: open lessons/05-batch-checkpoints/exercise.ts and read "Your task" in the README beside it.',
  );
}

export const sendCampaign = campaignJob(50);
