// What the environment asks of frames, all the way from a command line to the thread of the specs.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyRepository, removeRepository, run } from "./fixture-repository.ts";

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

describe.concurrent("the specs of a lesson", { timeout: 50_000 }, () => {
  let root = "";
  beforeAll(() => (root = copyRepository("03-cursors", KEYLESS)));
  afterAll(() => removeRepository(root));

  it.each([
    ["1", "Execution 1 did charge 1, saved cursor 1, did charge 2, saved cursor 2,"],
    ["0", "execution 1  charge 1 ● 2 ● 3 ✕ killed"],
  ])("tell their runs as KATA_SENTENCES=%s asks for", async (asked, words) => {
    expect(await vitest(root, { KATA_SENTENCES: asked })).toContain(words);
  });

  it("draw the picture that npm run lesson -- --html is to keep", async () => {
    expect((await run(root, "lesson.ts", "3", "--html", "run.html")).code).toBe(1);
    expect(readFileSync(join(root, "run.html"), "utf8")).toContain('<p class="of">Lesson 3 · ');
  });
});

/** What npx vitest prints. */
async function vitest(root: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const { KATA_SENTENCES: _, ...env } = process.env;
  const kept = Object.entries(env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV|FORCE_)/.test(name));
  const words = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "lessons"];
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...Object.fromEntries(kept), NO_COLOR: "1", ...environment } };
    // The lesson is red, and so is the exit code.
    execFile(process.execPath, words, options, (_error, output, errors) => resolve(output + errors));
  });
}
