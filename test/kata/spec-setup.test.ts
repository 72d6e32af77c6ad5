// What the environment asks of frames, all the way from a command line to the thread of the specs.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
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

describe("the specs of a lesson", { timeout: 120_000 }, () => {
  let root = "";
  beforeAll(() => (root = copyRepository("03-cursors", KEYLESS)));
  afterAll(() => removeRepository(root));

  // A real process: bare vitest, as somebody starts it who does not use our programs.
  it("tell their runs in sentences when KATA_SENTENCES asks for it", async () => {
    const words = "Execution 1 did charge 1, saved cursor 1, did charge 2, saved cursor 2,";
    expect(await vitest(root, { KATA_SENTENCES: "1" })).toContain(words);
  });

  // A real process: the thread of the specs inherits what the program asks for.
  it("tell them in a timeline otherwise, and draw the picture that npm run lesson -- --html is to keep", async () => {
    vi.stubEnv("KATA_SENTENCES", "0");
    const { code, output } = await run(root, "lesson.ts", "3", "--html", "run.html");
    vi.unstubAllEnvs();
    expect(code).toBe(1);
    expect(output).toContain("execution 1  charge 1 ● 2 ● 3 ✕ killed");
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
