// Reads the readers once for each process, "to spare the database": the next campaign goes to those of the one before.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const caughtBy = "mails the last batch too, which is shorter, and then the other campaigns";

const readers = new WeakMap<Shop, readonly Recipient[]>();

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      const all = readers.get(shop) ?? (await shop.campaigns.recipients(campaignId).toArray());
      readers.set(shop, all);
      await job.step<number>("send", async (step) => {
        const rest = all.filter(({ id }) => id > (step.cursor ?? 0));
        while (rest.length > 0) {
          const batch = rest.splice(0, batchSize);
          for (const { id, email } of batch) {
            const mail = { template: "offer", about: id, to: email };
            await shop.mailer.deliver(mail, { key: `offer:${campaignId}:${id}` });
          }
          await step.set((batch.at(-1) as Recipient).id);
        }
      });
    },
  });

export const sendCampaign = campaignJob(50);
