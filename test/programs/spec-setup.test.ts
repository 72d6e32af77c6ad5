// What the environment asks of frames, all the way from a command line to the thread of the specs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { copyRepository, type Ended, removeRepository } from "../kata/fixture-repository.ts";
import { OpenKata } from "../kata/open-kata.ts";

/** Charges without a key, so that a crash repeats a charge. */
const KEYLESS = `import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order);
        await step.set(order.id);
      }
    });
  },
});
export const bookMarketOrders = chargeOrders;
`;

describe("the specs of a lesson", { timeout: 120_000 }, () => {
  let root = "";
  beforeAll(() => (root = copyRepository("03-cursors", KEYLESS)));
  afterAll(() => removeRepository(root));
  afterEach(() => vi.unstubAllEnvs());

  /** What npm run lesson prints in this environment, in a vitest of its own: its threads inherit what is set when it opens. */
  async function lesson(...words: readonly string[]): Promise<Ended> {
    const kata = new OpenKata(root);
    const ended = await kata.lesson("3", ...words);
    await kata.close();
    return ended;
  }

  it("tell their runs in sentences when KATA_SENTENCES asks for it", async () => {
    vi.stubEnv("KATA_SENTENCES", "1");
    const { output } = await lesson();
    expect(output).toContain("Execution 1 did charge 1, saved cursor 1, did charge 7, saved cursor 7, did");
  });

  it("tell them so when --sentences asks for it", async () => {
    vi.stubEnv("KATA_SENTENCES", "0");
    const { output } = await lesson("--sentences");
    expect(output).toContain("Execution 1 did charge 1, saved cursor 1, did charge 7, saved cursor 7, did");
  });

  it("tell them in a timeline otherwise, and draw the picture that npm run lesson -- --html is to keep", async () => {
    vi.stubEnv("KATA_SENTENCES", "0");
    vi.stubEnv("KATA_HTML", undefined);
    const { code, output } = await lesson("--html", join(root, "run.html"));
    expect(code).toBe(1);
    expect(output).toContain("execution 1  charge 1 ● 7 ● 9 ● 10 ✕ killed");
    expect(readFileSync(join(root, "run.html"), "utf8")).toContain('<p class="of">Lesson 3 · ');
  });
});
