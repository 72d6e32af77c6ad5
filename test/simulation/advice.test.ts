// What a frame says to do next: it names the line, the two keys where they differ, and what was taken for what.
import { expect, test } from "vitest";
import { openShop, pendingOrders } from "#shop";
import { assertEachOnce, BrokenRule, crash, drawTimeline, type Fault, refuse, sigterm, simulate } from "#simulation";
import { adviceOnAmount, adviceOnRepeat, apart } from "../../src/simulation/check/advice.ts";
import { asksTwiceAndOnceMore, brokenJobs, charge, chargeOfTheJob, chargesSideBySide } from "./broken-jobs.ts";

async function nextAfter(
  name: keyof typeof brokenJobs,
  faults: readonly Fault[] = [],
  effects = ["charge 1"],
): Promise<string> {
  const run = await simulate(brokenJobs[name] as typeof charge, {
    args: { orderId: 1 },
    shop: () => openShop({ orders: pendingOrders(1, 2) }),
    otherJobs: [charge, chargeOfTheJob],
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

test("an effect that two jobs had: their keys are shown, and whether the second one was to be enqueued is asked", async () => {
  const next = await nextAfter("enqueuesTwice");
  expect(next).toContain('Find ▲ above. Two jobs charge_of_the_job with {"orderId":1} did this. The keys were ');
  expect(next).toContain("what makes them differ? Or was the second job not to be enqueued?");
  expect(await nextAfter("chargesAndHasCharged")).toContain(
    'broken with {"orderId":1} did this, and so did charge_of_the_job with {"orderId":1}.',
  );
});

test("a job whose request the service knew has done nothing", async () => {
  const run = await simulate(asksTwiceAndOnceMore, {
    args: { orderId: 1 },
    shop: () => openShop({ orders: pendingOrders(1) }),
    otherJobs: [charge],
  });
  // Two charges of the first job, and one of the second that its key keeps from being a third.
  expect(run.effects.map(({ key }) => key)).toEqual(["charge:1", undefined]);
  expect(adviceOnRepeat("charge 1", run)).toContain("One of the requests had a key and the other none");
});

test("an effect that a service has refused for a moment, and nobody has heard of it", async () => {
  expect(await nextAfter("swallowsRefusals", [refuse("charge 1")])).toBe(
    "The service refused it for a moment, and the job went on as if it were done. " +
      "Look for a catch or a finally that lets the error disappear.",
  );
});

test("an effect that a service has refused for a moment, and a rule has dropped the job", async () => {
  expect(await nextAfter("discardsRefusals", [refuse("charge 1")])).toContain("Look at discardOn and rescueFrom.");
});

test("a job that saw SIGTERM and returned as if its work were done", async () => {
  const run = nextAfter("returnsAtItsSignal", [sigterm({ before: 2 })]);
  expect(await run).toContain("Only a save or a checkpoint sends it back to the queue.");
});

test("of effects side by side, the one that was refused is the one that is marked, and told of", async () => {
  const shop = () => openShop({ orders: pendingOrders(1, 2, 3) });
  const effects = [1, 2, 3].map((id) => `charge ${id}`);
  const run = await simulate(chargesSideBySide, { args: null, shop, faults: [refuse("charge 2")] });
  expect(drawTimeline(run).join("\n")).toContain("charge 3 1 2 ✗ refused done");
  expect(() => assertEachOnce(run, { effects, inOrder: false })).toThrow(
    /charge 2 never happened[^]*Look for a\s+catch/,
  );
});

test.each([
  [100, 1, [], "In which unit is it?"],
  [1, 100, [], "In which unit is it?"],
  [7, 9, [], "Which rows are in it, and which are not?"],
  [7, 9, afterCharge, "What has it lost when an execution begins in the middle?"],
  [9, 7, afterCharge, "What is counted twice, or kept from before, when an execution begins in the middle?"],
])("an amount of %i cents where %i is right", async (cents, wanted, faults, sentence) => {
  const run = await simulate(charge, {
    args: { orderId: 1 },
    shop: () => openShop({ orders: pendingOrders(1) }),
    faults,
  });
  expect(adviceOnAmount({ cents, wanted }, run)).toBe(`Where does the amount come from? ${sentence}`);
});

test.each([
  ["k:1", "k:2", '"k:1"', '"k:2"'],
  ["a-key-that-is-very-long-indeed", "another-key", '"a-key-that-is-very-long…"', '"another-key"'],
  ["the-same-beginning-of-both-1", "the-same-beginning-of-both-1-and-more", '"…both-1"', '"…both-1-and-more"'],
])("%s and %s are shown apart", (one, other, first, second) => {
  expect(apart(one, other)).toEqual([first, second]);
});
