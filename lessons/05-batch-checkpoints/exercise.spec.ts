// What your job must withstand, and what it may cost. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { campaignJob, sendCampaign } from "#lesson/05-batch-checkpoints";
import { enqueue } from "#jobs";
import { openShop } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertFollows,
  assertRedone,
  assertSafeDeploy,
  assertSaves,
  assertStopsWithin,
  crash,
  crashEverywhere,
  decline,
  loseAnswer,
  refuse,
  sigterm,
  simulate,
} from "#simulation";

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
/** Recipients 1, 5, 9 … belong to campaign 11, the others to campaign 1; campaign 12 has none. */
const campaignOf = (id: number) => (id % 4 === 1 ? 11 : 1);
/** The id of campaign 1's first recipient, its second one …: 2, 3, 4, 6 … */
const idOf = (place: number) => place + 1 + Math.floor((place - 1) / 3);
const offer = (place: number) => `offer ${idOf(place)}`;
/** Addresses have another order than ids. Whoever is on the list of campaign 11 is on that of campaign 1 as well. */
const emailOf = (id: number) => `reader${2_000 - (campaignOf(id) === 11 ? id + 1 : id)}@example.com`;

/** Campaign 1 with so many recipients, among those of campaign 11. */
const campaignWith = (count: number) => ({
  args: { campaignId: 1 },
  effectMs: 10, // one mail
  shop: () =>
    openShop({
      campaigns: [
        { id: 1, subject: "20 % off" },
        { id: 11, subject: "New in store" },
        { id: 12, subject: "Nobody's offer" },
      ],
      recipients: upTo(idOf(count)).map((id) => ({ id, campaignId: campaignOf(id), email: emailOf(id) })),
    }),
});
const wholeList = campaignWith(1_050); // twenty-one batches of 50
const fourBatchesAndThree = campaignWith(23); // in batches of 5
const twoBatchesAndOne = campaignWith(5); // in batches of 2
const oneBatchAndOne = campaignWith(3);

const mailsTo = (ids: readonly number[]) => ({
  effects: ids.map((id) => `offer ${id}`),
  details: Object.fromEntries(ids.map((id) => [`offer ${id}`, { about: id, to: emailOf(id) }])),
  inOrder: false,
  rule: "Every recipient of the campaign gets the mail exactly once: about their id, at their address.",
});
const mailsToFirst = (count: number) => mailsTo(upTo(count).map(idOf));
/** The mails of campaign 1 and those of campaign 11. */
const mailsOfBoth = (count: number) => mailsTo(upTo(idOf(count)));

it("mails every recipient once in calm weather", async () => {
  const run = await simulate(sendCampaign, wholeList);
  assertEachOnce(run, mailsToFirst(1_050));
  assertFollows(run, {
    effect: offer(51),
    after: offer(50),
    rule: "The batches go out in the order of the ids; within a batch the order is up to you.",
  });
});

it("saves its progress once for each batch, and not for each mail", async () => {
  for (const [job, batches] of [[sendCampaign, 21] as const, [campaignJob(10), 105] as const]) {
    assertSaves(await simulate(job, wholeList), {
      atMost: batches + 1,
      rule: `Each of ${batches} batches is a save, and the end of the step is one more. Save nowhere else.`,
    });
  }
});

it("goes on after a SIGTERM with the next batch", async () => {
  const run = await simulate(sendCampaign, { ...wholeList, faults: [sigterm({ after: offer(160) })] });
  assertEachOnce(run, {
    ...mailsToFirst(1_050),
    rule: "The cursor names mails that are sent: whatever it takes for done is done.",
  });
  assertRedone(run, {
    atMost: 0,
    rule: "After a SIGTERM nothing is redone: the job ends where the cursor has just been saved.",
  });
});

it("finishes no more than the batch under way once SIGTERM has come", async () => {
  const run = await simulate(sendCampaign, { ...wholeList, faults: [sigterm({ after: offer(201) })] });
  assertStopsWithin(run, {
    effects: 49,
    rule: "There is a checkpoint after each batch: a deploy waits for one batch.",
  });
});

it("mails the last batch too, which is shorter, and then the other campaigns", async () => {
  const run = await simulate(campaignJob(5), {
    ...fourBatchesAndThree,
    begin: async (queue) => {
      for (const campaignId of [11, 12]) await enqueue(queue, campaignJob(5), { campaignId });
    },
  });
  assertEachOnce(run, {
    ...mailsOfBoth(23),
    rule: "The last batch may be shorter than the others. What the process sends next has readers of its own, or none.",
  });
});

it("loses and repeats nothing when SIGTERM comes in each batch", async () => {
  // 17 batches of 60, and one of 30.
  const faults = upTo(18).map((batch) => sigterm({ after: offer(60 * batch - 50) }));
  const run = await simulate(campaignJob(60), { ...wholeList, faults });
  const rule = "A deploy in each batch is a bad day, and no more: each execution begins where the one before ended.";
  assertEachOnce(run, { ...mailsToFirst(1_050), rule });
  assertRedone(run, { atMost: 0, rule });
  assertStopsWithin(run, { effects: 17 * 50 + 20, rule: "A deploy waits for one batch, the second one as the first." });
});

it("mails nobody twice when the worker is killed in the middle of a batch", async () => {
  const run = await simulate(sendCampaign, { ...wholeList, faults: [crash({ after: offer(160) })] });
  assertEachOnce(run, {
    ...mailsToFirst(1_050),
    rule: "A crash repeats the requests of its batch. A key for each recipient keeps each of them one mail.",
  });
  const twice = await simulate(campaignJob(5), {
    ...fourBatchesAndThree,
    begin: (queue) => enqueue(queue, campaignJob(5), { campaignId: 1 }),
  });
  assertEachOnce(twice, {
    ...mailsToFirst(23),
    rule: "A campaign that is enqueued twice is still one campaign: a key names it and the recipient, not the job.",
  });
});

it("asks again for one batch at most, wherever a crash strikes", async () => {
  for await (const run of crashEverywhere(campaignJob(5), fourBatchesAndThree)) {
    assertEachOnce(run, mailsToFirst(23));
    assertRedone(run, { atMost: 5, rule: "campaignJob(5) saves after every 5 mails, so a crash repeats 5 at most." });
  }
});

it("passes over nobody when the mail service fails once", async () => {
  // Once before anything is saved, and once after the first batch.
  const mails = [offer(3), offer(8)];
  for (const fault of [refuse, decline, loseAnswer].flatMap((fail) => mails.map(fail))) {
    const run = await simulate(campaignJob(5), { ...fourBatchesAndThree, faults: [fault] });
    assertEachOnce(run, {
      ...mailsToFirst(23),
      rule: "A batch is done when each of its mails is out. An error may fail the job, but never end it in silence.",
    });
  }
});

it("keeps two campaigns apart that one worker sends at the same time", async () => {
  const run = await simulate(sendCampaign, {
    ...wholeList,
    begin: (queue) => enqueue(queue, sendCampaign, { campaignId: 11 }),
    concurrency: 2,
    faults: [crash({ after: offer(199) })],
  });
  assertEachOnce(run, { ...mailsOfBoth(1_050), rule: "Each campaign has readers, mails and batches of its own." });
  for (const campaignId of [1, 11]) {
    const requests = run.requests.filter(({ item }) => campaignOf(Number(item)) === campaignId);
    const rule = "Each campaign saves after 50 mails of its own, whatever the worker sends besides.";
    assertRedone({ ...run, requests }, { atMost: 50, rule });
  }
  // And in batches of two sizes. These are copies, so that both share one memory, as two jobs of one process do.
  const [fives, twos] = [{ ...campaignJob(5), name: "send_in_fives" }, { ...campaignJob(2) }];
  const mixed = await simulate(twos, {
    ...fourBatchesAndThree,
    args: { campaignId: 11 }, // of 8
    otherJobs: [fives],
    begin: async (queue) => {
      await enqueue(queue, fives, { campaignId: 1 });
      await enqueue(queue, twos, { campaignId: 12 });
    },
    concurrency: 3,
  });
  const rule =
    "campaignJob(5) saves after 5 mails, though campaignJob(2) works beside it: each job has a size of its own.";
  assertEachOnce(mixed, { ...mailsOfBoth(23), rule });
  assertSaves(mixed, { atMost: 6 + 5 + 1, rule });
});

it("goes on under a deploy that changes the batch size, forward and back", async () => {
  const [twos, threes] = [campaignJob(2), campaignJob(3)];
  const expected = {
    ...mailsToFirst(5),
    rule: "What is saved, and what is in a key, names a recipient: it means the same in batches of 2 and of 3.",
  };
  for (const [before, after] of [[twos, threes] as const, [threes, twos] as const]) {
    const deploy = { fromProcess: 2, job: after };
    for await (const run of crashEverywhere(before, { ...twoBatchesAndOne, deploy })) assertEachOnce(run, expected);
  }
  // And from whatever any number of crashes and SIGTERMs before the deploy have left behind.
  await assertSafeDeploy(twos, threes, { ...twoBatchesAndOne, ...expected });
});

it("passes over nobody, and mails nobody who has left, when people unsubscribe while it is stopped", async () => {
  let mailed = 0;
  const run = await simulate(campaignJob(5), {
    ...fourBatchesAndThree,
    faults: [sigterm({ after: offer(8) })],
    // Three who have had their mail, the last of them included, and two who have not.
    whileStopped: (shop) => {
      mailed = shop.ledger.effects.length;
      for (const place of [1, 2, mailed, mailed + 1, mailed + 7]) shop.unsubscribe(idOf(place));
    },
  });
  const stayed = upTo(23).filter((place) => place !== mailed + 1 && place !== mailed + 7);
  assertEachOnce(run, {
    ...mailsTo(stayed.map(idOf)),
    rule: "The list changes while the job is stopped: it is read anew, and the cursor is an id, which stays.",
  });
  assertRedone(run, { atMost: 0, rule: "Whoever the cursor names may be gone: the next one has a higher id." });
});

it("withstands any number of crashes and SIGTERMs, wherever they strike", async () => {
  await assertExactlyOnce(campaignJob(2), {
    ...oneBatchAndOne,
    ...mailsToFirst(3),
    redoneAfterCrash: 2,
    redoneAfterStop: 0,
    rule: "Every mail is sent once. A crash repeats 2 requests at most and a SIGTERM none, on the worst of days, too.",
  });
});
