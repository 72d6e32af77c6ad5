// What your job must withstand, and what it may cost. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { campaignJob, sendCampaign } from "#lesson/05-batch-checkpoints";
import { enqueue } from "#jobs";
import { openShop } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertRedone,
  assertSafeDeploy,
  assertSaves,
  assertStopsWithin,
  crash,
  crashEverywhere,
  sigterm,
  simulate,
} from "#simulation";

/** The id of the first recipient, the second one …: every fifth recipient in the shop belongs to another campaign. */
const idOf = (place: number) => place + Math.floor((place - 1) / 4);
const offer = (place: number) => `offer ${idOf(place)}`;
const emailOf = (id: number) => `reader${id}@example.com`;
const places = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const campaignWith = (count: number) => ({
  args: { campaignId: 7 },
  effectMs: 10, // one mail
  shop: () =>
    openShop({
      campaigns: [
        { id: 7, subject: "20 % off" },
        { id: 8, subject: "New in store" },
      ],
      recipients: places(idOf(count)).map((id) => ({
        id,
        campaignId: id % 5 === 0 ? 8 : 7,
        email: emailOf(id),
      })),
    }),
});
const tenBatches = campaignWith(500); // of 50
const fourBatchesAndThree = campaignWith(23); // in batches of 5

const mails = (...toPlaces: number[]) => ({
  effects: toPlaces.map(offer),
  details: Object.fromEntries(toPlaces.map((place) => [offer(place), { to: emailOf(idOf(place)) }])),
  inOrder: false,
  rule: "Every recipient of the campaign gets the mail exactly once, at the address of that recipient.",
});
const allMails = mails(...places(500));
const mailsTo23 = mails(...places(23));

it("mails every recipient once in calm weather", async () => {
  const run = await simulate(sendCampaign, tenBatches);
  assertEachOnce(run, allMails);
});

it("saves its progress once for each batch, and not for each mail", async () => {
  const run = await simulate(sendCampaign, tenBatches);
  assertSaves(run, {
    atMost: 11,
    rule: "Ten batches are ten saves, and the end of the step is one more: save after each batch, and nowhere else.",
  });
});

it("goes on after a SIGTERM with the next batch", async () => {
  const run = await simulate(sendCampaign, { ...tenBatches, faults: [sigterm({ after: offer(160) })] });
  assertEachOnce(run, {
    ...allMails,
    rule: "The cursor names mails that are sent: whatever it takes for done is done.",
  });
  assertRedone(run, {
    atMost: 0,
    rule: "After a SIGTERM nothing is redone: the job ends where the cursor has just been saved.",
  });
});

it("finishes no more than the batch under way once SIGTERM has come", async () => {
  const run = await simulate(sendCampaign, { ...tenBatches, faults: [sigterm({ after: offer(201) })] });
  assertStopsWithin(run, {
    effects: 49,
    rule: "There is a checkpoint after each batch: a deploy waits for one batch.",
  });
});

it("mails the last batch too, which is shorter, and then the other campaign", async () => {
  const run = await simulate(campaignJob(5), {
    ...fourBatchesAndThree,
    begin: (queue) => enqueue(queue, campaignJob(5), { campaignId: 8 }),
  });
  assertEachOnce(run, {
    ...mailsTo23,
    effects: [...mailsTo23.effects, "offer 5", "offer 10", "offer 15", "offer 20", "offer 25"],
    rule: "The last batch may be shorter than the others. The campaign that the process sends next has readers of its own.",
  });
});

it("mails nobody twice when the worker is killed in the middle of a batch", async () => {
  const run = await simulate(sendCampaign, { ...tenBatches, faults: [crash({ after: offer(160) })] });
  assertEachOnce(run, {
    ...allMails,
    rule: "A crash repeats the requests of its batch. A key for each recipient keeps each of them one mail.",
  });
});

it("asks again for one batch at most, wherever a crash strikes", async () => {
  for await (const run of crashEverywhere(campaignJob(5), fourBatchesAndThree)) {
    assertEachOnce(run, mailsTo23);
    assertRedone(run, { atMost: 5, rule: "campaignJob(5) saves after every 5 mails, so a crash repeats 5 at most." });
  }
});

it("goes on under a deploy that changes the batch size, forward and back", async () => {
  const [fives, threes] = [campaignJob(5), campaignJob(3)];
  const expected = {
    ...mailsTo23,
    rule: "What is saved, and what is in a key, names a recipient: it means the same in batches of 5 and of 3.",
  };
  for (const [before, after] of [[fives, threes] as const, [threes, fives] as const]) {
    const deploy = { fromProcess: 2, job: after };
    for await (const run of crashEverywhere(before, { ...fourBatchesAndThree, deploy })) assertEachOnce(run, expected);
  }
  // And from whatever any number of crashes and SIGTERMs before the deploy have left behind.
  await assertSafeDeploy(fives, threes, { ...fourBatchesAndThree, ...expected });
});

it("passes over nobody, and mails nobody who has left, when people unsubscribe while it is stopped", async () => {
  const run = await simulate(campaignJob(5), {
    ...fourBatchesAndThree,
    faults: [sigterm({ after: offer(8) })],
    // The first two have had their mail; the seventeenth has not.
    whileStopped: (shop) => [1, 2, 17].forEach((place) => shop.unsubscribe(idOf(place))),
  });
  const allBut17 = mails(...places(23).filter((place) => place !== 17));
  assertEachOnce(run, {
    ...allBut17,
    rule: "The list changes while the job is stopped: it is read anew, and the cursor is an id, which stays.",
  });
});

it("withstands any number of crashes and SIGTERMs, wherever they strike", async () => {
  await assertExactlyOnce(campaignJob(5), {
    ...fourBatchesAndThree,
    ...mailsTo23,
    redoneAfterCrash: 5,
    redoneAfterStop: 0,
    rule: "Every mail is sent once. A crash repeats 5 requests at most and a SIGTERM none, on the worst of days, too.",
  });
});
