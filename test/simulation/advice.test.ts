// What a frame says to do next: it names the line, the two keys where they differ, and what was taken for what.
import { expect, test } from "vitest";
import { openShop, pendingOrders } from "#shop";
import { assertEachOnce, BrokenRule, crash, type Fault, simulate } from "#simulation";
import { apart } from "../../src/simulation/check/advice.ts";
import { brokenJobs, charge } from "./broken-jobs.ts";

async function nextAfter(
  name: keyof typeof brokenJobs,
  faults: readonly Fault[] = [],
  effects = ["charge 1"],
): Promise<string> {
  const run = await simulate(brokenJobs[name] as typeof charge, {
    args: { orderId: 1 },
    shop: () => openShop({ orders: pendingOrders(1, 2) }),
    otherJobs: [charge],
    faults,
  });
  try {
    assertEachOnce(run, { effects });
  } catch (error) {
    if (!(error instanceof BrokenRule)) throw error;
    return error.message.replace(/^[\s\S]*\n {2}Next {2}/, "").replace(/\s+/g, " ");
  }
  throw new Error("Nothing was wrong.");
}

const file = String.raw`test/simulation/broken-jobs\.ts`;
const afterCharge = [crash({ after: "charge 1" })];

test.each([
  ["misspelled", "Nothing there is called ordr"],
  ["readsNothing", "What stands before .id is undefined there"],
  ["callsNothing", "There is no function shop.orders.look"],
] as const)("the error of a job that is %s in calm weather has a line and a plain sentence", async (name, sentence) => {
  const next = await nextAfter(name);
  expect(next).toMatch(new RegExp(String.raw`^It was raised at ${file}:\d+, in calm weather\. `));
  expect(next).toContain(sentence);
});

test("an error of a later execution asks what that one did not know", async () => {
  const next = await nextAfter("forgetsOnResumption", afterCharge);
  expect(next).toMatch(
    new RegExp(`^It was raised at ${file}:\\d+\\. In which execution, and what did that one not know\\?$`),
  );
});

test("a promise in the place of what it brings is named, with the await that is missing", async () => {
  const next = await nextAfter("chargesAPromise");
  expect(next).toMatch(new RegExp(`^What the call at ${file}:\\d+ was given is a promise, .*put await`));
});

test("two long keys are shown where they differ", async () => {
  const next = await nextAfter("longKeys", afterCharge);
  expect(next).toContain('the key "…ution-1", the other "…ution-2"');
});

test("a key that only one of two requests has is no key", async () => {
  expect(await nextAfter("keySometimes", afterCharge)).toContain("One of the requests had a key and the other none");
});

test("a job that the queue took for another one is named, with the key", async () => {
  expect(await nextAfter("oneKeyForAll", [], ["charge 1", "charge 2"])).toBe(
    'charge with {"orderId":2} was not enqueued: charge with {"orderId":1} had the same key, "charge". ' +
      "What has to be in the key, so that each has its own?",
  );
});

test.each([
  ["k:1", "k:2", '"k:1"', '"k:2"'],
  ["a-key-that-is-very-long-indeed", "another-key", '"a-key-that-is-very-long…"', '"another-key"'],
  ["the-same-beginning-of-both-1", "the-same-beginning-of-both-1-and-more", '"…both-1"', '"…both-1-and-more"'],
])("%s and %s are shown apart", (one, other, first, second) => {
  expect(apart(one, other)).toEqual([first, second]);
});
