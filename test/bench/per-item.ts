// One item in both styles, and in a bare `for await`: what does it cost that the job can stop after each item?
import { defineIteration, defineJob, enqueue, type JobDefinition, MemoryProgress, MemoryQueue, Worker } from "#jobs";
import { VirtualClock } from "#simulation";
import { medians } from "./measure.ts";
import { type Row, whole } from "./table.ts";

interface Order {
  readonly id: number;
}

/** Rows as a table would give them. */
const orders = (count: number) => ({
  async *after(id = 0): AsyncGenerator<Order> {
    for (let next = id + 1; next <= count; next += 1) yield { id: next };
  },
});

async function perform(job: JobDefinition<null>): Promise<void> {
  const clock = new VirtualClock();
  const queue = new MemoryQueue({ clock });
  await enqueue(queue, job, null);
  const worker = new Worker({ clock, queue, jobs: [job], services: undefined, progress: new MemoryProgress() });
  const outcome = await worker.performNext();
  if (outcome?.kind !== "completed") throw new Error(`The job should have completed; it is ${outcome?.kind}.`);
}

/** Every contender adds up the ids, so that a wrong one is found out. */
const contenders: Readonly<Record<string, (count: number, add: (order: Order) => void) => Promise<void>>> = {
  async "bare for await"(count, add) {
    for await (const order of orders(count).after()) add(order);
  },
  async "steps: `for await`, then step.set"(count, add) {
    await perform(
      defineJob({
        name: "steps",
        perform: (_args: null, job) =>
          job.step<number>("charge", async (step) => {
            for await (const order of orders(count).after(step.cursor)) {
              add(order);
              await step.set(order.id);
            }
          }),
      }),
    );
  },
  async "iteration: records"(count, add) {
    await perform(
      defineIteration({
        name: "iteration",
        build: (_args: null, enumerate) => enumerate.records(orders(count)),
        each: (order) => add(order),
      }),
    );
  },
  async "iteration: nested, 100 parents"(count, add) {
    const perParent = count / 100;
    await perform(
      defineIteration({
        name: "nested",
        build: (_args: null, enumerate) =>
          enumerate.nested([(parents) => parents.times(100), (children) => children.times(perParent)]),
        each: ([parent, child]) => add({ id: parent * perParent + child + 1 }),
      }),
    );
  },
};

/** Microseconds an item for 1,000 up to 1,000,000 items: each row should stay as it is from left to right. */
export async function perItem(): Promise<readonly Row[]> {
  const rows = new Map<string, Record<string, string>>(Object.keys(contenders).map((style) => [style, { style }]));
  for (const count of [1_000, 10_000, 100_000, 1_000_000]) {
    const timed = Object.entries(contenders).map(([style, contender]) => {
      const run = async () => {
        let sum = 0;
        await contender(count, ({ id }) => (sum += id));
        if (sum !== (count * (count + 1)) / 2) throw new Error(`${style} has not seen each of ${count} items once.`);
      };
      return [style, run] as const;
    });
    const times = await medians(count < 1_000_000 ? 5 : 1, Object.fromEntries(timed));
    for (const [style, ms] of Object.entries(times)) {
      const row = rows.get(style);
      if (row) row[`µs an item, ${whole(count)}`] = ((ms / count) * 1_000).toFixed(2);
    }
  }
  return [...rows.values()];
}
