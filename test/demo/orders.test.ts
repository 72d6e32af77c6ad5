// What the demo "orders" says is what happened.
import { describe, expect, it } from "vitest";
import { seedShop } from "#shop/seed";
import { play } from "./screens.ts";

const say = async (commandLine: string): Promise<string> => (await play(commandLine)).output;

const pending = seedShop({ seed: 5 }).rows.orders.filter(({ status }) => status === "pending");
const idOf = (place: number) => pending[place - 1]?.id;
const dollars = (cents: number) => `$${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;
const sum = (orders: typeof pending) => orders.reduce((total, { totalCents }) => total + totalCents, 0);

describe("with checkpoints", () => {
  it("keeps the last order that was done, and goes on with the one after it", async () => {
    const text = await say("orders --seed 5 --sigterm-after 13");
    expect(text).toContain(`checkpoint  {"completed":[],"current":{"step":"charge","cursor":${idOf(13)}}}`);
    expect(text).toContain(`done up to order ${idOf(13)}\n`);
    expect(text).toContain("47 orders left to charge");
    expect(text.replaceAll(/\s+/g, " ")).toContain(`cursor ${idOf(13)}: it goes on with order ${idOf(14)} `);
    expect(text).toContain(`amount      ${dollars(sum(pending))} charged\n`);
  });

  it("asks the bank again for the one charge that a crash left without a checkpoint", async () => {
    const text = await say("orders --seed 5 --crash-after 13");
    expect(text).toContain(`"cursor":${idOf(12)}}`);
    expect(text).toContain(`knows the key "charge:${idOf(13)}" and does not charge order ${idOf(13)}`);
    expect(text).toContain("asked again 1 charge, ");
    expect(text).not.toContain("SIGTERM");
  });

  it("needs no cursor when the very first charge had no checkpoint yet", async () => {
    const text = await say("orders --crash-after 1");
    expect(text).toContain("checkpoint  none was saved yet");
    expect(text).toContain("resumptions 0");
  });

  it.each([
    [1, 1],
    [60, 60],
    [1, 60],
    [60, 1],
    [20, 20],
    [20, 21],
    [21, 20],
  ])("charges each order once with SIGTERM after %i and a crash after %i", async (sigterm, crash) => {
    const text = await say(`orders --sigterm-after ${sigterm} --crash-after ${crash}`);
    expect(text).toContain("✓ yes       each of 60 orders was charged exactly once\n");
    expect(text).toContain("orders      60 of 60 charged\n");
    expect(text).toContain("executions  3\n");
  });
});

describe("--naive", () => {
  it("is killed 25 charges after SIGTERM, and charges all of those orders again", async () => {
    const text = await say("orders --naive --seed 5");
    const twice = pending.slice(0, 45);
    expect(text).toContain(`45 of 60 · order ${idOf(45)}\n  SIGKILL`);
    expect(text).toContain("✗ no        this is wrong: 45 of 60 orders were charged more than once");
    expect(text).toContain(
      `amount      ${dollars(sum(pending) + sum(twice))} charged, ${dollars(sum(pending))} was due`,
    );
    const customers = new Set(twice.map(({ customerId }) => customerId)).size;
    expect(text).toContain(`too much    ${dollars(sum(twice))}, taken from ${customers} customers for 45 orders`);
  });

  it("names the first five orders and their customers", async () => {
    const text = await say("orders --naive --seed 5");
    const named = pending
      .slice(0, 5)
      .map(
        ({ id, customerId, totalCents }) =>
          `  ${`order ${id}`.padEnd(12)}customer ${customerId} paid twice: ${dollars(totalCents)} too much\n`,
      );
    expect(text).toContain(`${named.join("")}              and 40 more orders\n`);
  });

  it("charges three times what two killed workers had both charged", async () => {
    const text = await say("orders --naive --seed 5 --crash-after 2 --sigterm-after 4");
    expect(text).toContain(`order ${idOf(2)}`);
    expect(text.match(/paid 3 times/g)).toHaveLength(2);
    expect(text.match(/paid twice/g)).toHaveLength(3);
    expect(text).toContain("executions  3\n");
  });

  it.each([
    [35, "✗ no"],
    [36, "✓ yes"],
    [60, "✓ yes"],
  ])("stopped after %i charges, tells the truth: %s", async (sigterm, verdict) => {
    const text = await say(`orders --naive --sigterm-after ${sigterm}`);
    expect(text).toContain(verdict);
    expect(text.includes("only by luck")).toBe(verdict === "✓ yes");
  });
});

describe("a seed", () => {
  it("gives the same day each time, and another seed another one", async () => {
    expect(await say("orders --seed 8")).toBe(await say("orders --seed 8"));
    expect(await say("orders --seed 8")).not.toBe(await say("orders --seed 9"));
    expect(await say("orders")).toBe(await say("orders --seed 1 --orders 100 --sigterm-after 20").then(withoutNext));
  });
});

/** The command at the end repeats what was typed. */
const withoutNext = (text: string): string => text.replace(" --sigterm-after 20\n", "\n");

describe("every line", () => {
  const extremes = [
    "--orders 10000 --sigterm-after 6000 --crash-after 5999",
    "--orders 1",
    "--orders 2",
    "--orders 13",
  ];
  const seeds = Array.from({ length: 20 }, (_, index) => `--seed ${4_294_967_295 - index * 1_234_567}`);
  const commandLines = [...extremes, ...seeds, "--crash-after 20"].flatMap((flags) => [
    `orders ${flags}`,
    `orders --naive ${flags}`,
  ]);

  it.each(["", "--help", ...commandLines])("fits 80 columns: %s", async (commandLine) => {
    const lines = (await say(commandLine)).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    // Neither a space at the end nor a no-break space, which a search for "25 s" would not find.
    expect(lines.filter((line) => / $|\u00a0/.test(line))).toEqual([]);
  });
});
