// Saves the whole list with the cursor, so that it cannot change: people who have left it get their mail all the same.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy =
  "passes over nobody, and mails nobody who has left, when people unsubscribe while it is stopped";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      const list = job.attribute<readonly { readonly id: number; readonly email: string }[]>("list", []);
      await job.step<number>("send", async (step) => {
        if (!step.resumed)
          list.value = (await shop.campaigns.recipients(campaignId).toArray()).map((one) => ({ ...one }));
        for (let done = step.cursor ?? 0; done < list.value.length;) {
          for (const { id, email } of list.value.slice(done, done + batchSize)) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
            done += 1;
          }
          await step.set(done);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
