// A million items: what an iteration holds on to, and what it does for one item, does not grow.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { defineIteration, type Enumerate, enqueue, type Enumeration, MemoryProgress, MemoryQueue, Worker } from "#jobs";
import { VirtualClock } from "#simulation";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes in use after a full collection. */
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const items = 1_000_000;
// Ten bytes an item would be 10 MB; noise of other things in this process stays below two.
const limit = 2_000_000;

async function growthOver(build: (enumerate: Enumerate) => Enumeration<unknown>, count: number) {
  const clock = new VirtualClock();
  const queue = new MemoryQueue({ clock });
  let [done, before, after] = [0, NaN, NaN];
  const job = defineIteration({
    name: "long",
    build: (_args: null, enumerate) => build(enumerate),
    each() {
      done += 1;
      if (done === 1_000) before = heap();
      if (done === count) after = heap();
    },
  });
  await enqueue(queue, job, null);
  const worker = new Worker({ clock, queue, jobs: [job], services: undefined, progress: new MemoryProgress() });
  expect(await worker.performNext()).toMatchObject({ kind: "completed" });
  expect(done).toBe(count);
  return after - before;
}

async function* csv(count: number) {
  yield "id,cents\n";
  for (let id = 0; id < count; id += 1) yield `${id},${id * 100}\n`;
}

// A busy machine may need a while; the time itself is for the bench.
describe("the heap stays flat", { timeout: 60_000 }, () => {
  it("over a million numbers", async () => {
    expect(await growthOver((enumerate) => enumerate.times(items), items)).toBeLessThan(limit);
  });

  it("over a thousand parents of a hundred children each", async () => {
    const build = (enumerate: Enumerate) => enumerate.nested([(one) => one.times(1_000), (two) => two.times(100)]);
    expect(await growthOver(build, items / 10)).toBeLessThan(limit);
  });

  it("over a CSV of a hundred thousand rows", async () => {
    expect(await growthOver((enumerate) => enumerate.csv(csv(items / 10)), items / 10)).toBeLessThan(limit);
  });
});

describe("the work for one item", () => {
  it("is one read of the source and one save, however many items there are", async () => {
    for (const count of [10, 1_000, 10_000]) {
      let [reads, saves] = [0, 0];
      const source = {
        async *after(id = 0) {
          for (let next = id + 1; next <= count; next += 1) {
            reads += 1;
            yield { id: next };
          }
        },
      };
      class Counting extends MemoryProgress {
        override async save(...given: Parameters<MemoryProgress["save"]>) {
          saves += 1;
          await super.save(...given);
        }
      }
      const job = defineIteration({ name: "long", build: (_args: null, from) => from.records(source), each: () => {} });
      const clock = new VirtualClock();
      const queue = new MemoryQueue({ clock });
      await enqueue(queue, job, null);
      await new Worker({ clock, queue, jobs: [job], services: undefined, progress: new Counting() }).performNext();
      // The step's own end is saved as well.
      expect([reads, saves]).toEqual([count, count + 1]);
    }
  });
});
