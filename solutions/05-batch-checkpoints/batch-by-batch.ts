// Another right answer: an async generator cuts the list into batches, and the cursor is the id at the end of a batch.
import { defineJob } from "#jobs";
import type { Recipient, Shop } from "#shop";

export const campaignJob = (batchSize: number) =>
  defineJob({
    name: "send_campaign",
    async perform({ campaignId }: { campaignId: number }, job, shop: Shop) {
      await job.step<number>("send", async (step) => {
        for await (const batch of inBatches(shop.campaigns.recipients(campaignId).after(step.cursor), batchSize)) {
          for (const { id, email } of batch) {
            await shop.mailer.deliver({ template: "offer", about: id, to: email }, { key: `offer ${id}` });
          }
          await step.set((batch.at(-1) as Recipient).id);
        }
      });
    },
  });

async function* inBatches<Row>(rows: AsyncIterable<Row>, size: number): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export const sendCampaign = campaignJob(50);
