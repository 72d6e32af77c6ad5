// One job over more and more orders: the time for one order, and the heap, should stay as they are.
import { defineJob, enqueue, MemoryProgress, MemoryQueue, Worker } from "#jobs";
import { VirtualClock } from "#simulation";
import { heapMegabytes, median } from "./measure.ts";
import { type Row, whole } from "./table.ts";

interface Order {
  readonly id: number;
  readonly totalCents: number;
}

/** Rows as a database would give them, one page after another. */
async function* pendingOrders(count: number): AsyncGenerator<Order> {
  for (let id = 1; id <= count; id += 1) yield { id, totalCents: 100 * id };
}

async function chargeAll(count: number): Promise<{ readonly ms: number; readonly heapGrowth: number }> {
  const heapBefore = heapMegabytes();
  let heapAtEnd = 0;
  let ms = 0;
  let cents = 0;
  const chargeOrders = defineJob({
    name: "charge_orders",
    async perform(_args: null, job) {
      await job.step<number>("charge", async (step) => {
        for await (const order of pendingOrders(count)) {
          cents += order.totalCents;
          await step.set(order.id);
        }
        ms = performance.now() - begin;
        // Measured inside: what the job holds on to is still held on to.
        heapAtEnd = heapMegabytes();
      });
    },
  });
  const clock = new VirtualClock();
  const queue = new MemoryQueue({ clock });
  await enqueue(queue, chargeOrders, null);
  const worker = new Worker({
    clock,
    queue,
    jobs: [chargeOrders],
    services: undefined,
    progress: new MemoryProgress(),
  });
  const begin = performance.now();
  const outcome = await worker.performNext();
  if (outcome?.kind !== "completed" || cents !== 50 * count * (count + 1)) throw new Error("The job is not done.");
  return { ms, heapGrowth: heapAtEnd - heapBefore };
}

/** Time and heap for 1,000 up to 1,000,000 orders; the median of several rounds, but for the longest. */
export async function oneLongJob(): Promise<readonly Row[]> {
  await chargeAll(100_000);
  const rows: Row[] = [];
  for (const count of [1_000, 10_000, 100_000, 1_000_000]) {
    const rounds = [];
    for (let round = 0; round < (count < 1_000_000 ? 5 : 1); round += 1) rounds.push(await chargeAll(count));
    const ms = median(rounds.map((round) => round.ms));
    rows.push({
      orders: whole(count),
      ms: ms.toFixed(1),
      "µs an order": ((ms / count) * 1_000).toFixed(2),
      "heap grown by (MB)": median(rounds.map((round) => round.heapGrowth)).toFixed(2),
    });
  }
  return rows;
}
