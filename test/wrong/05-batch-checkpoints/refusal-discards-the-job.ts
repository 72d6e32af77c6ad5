// Discards the job when a mail is refused, "since it will be refused tomorrow, too": nobody hears of it, and the rest get none.
import { defineJob } from "#jobs";
import { ServiceRefusedError, type Shop } from "#shop";

export const caughtBy = "passes over nobody when the mail service fails once";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    discardOn: [{ errors: ServiceRefusedError }],
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        let unsaved = 0;
        for await (const { id, email } of shop.campaigns.recipients(campaignId).after(step.cursor)) {
          await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer:${id}` });
          unsaved += 1;
          if (unsaved < batchSize) continue;
          await step.set(id);
          unsaved = 0;
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
