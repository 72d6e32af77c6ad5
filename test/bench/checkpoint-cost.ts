// What one checkpoint costs, with either place for progress, beside an await that does nothing.
import { defineJob, enqueue, MemoryProgress, MemoryQueue, payloadProgress, type ProgressStore, Worker } from "#jobs";
import { VirtualClock } from "#simulation";
import { medians } from "./measure.ts";
import type { Row } from "./table.ts";

const checkpoints = 200_000;
const rounds = 7;

async function ours(progress: ProgressStore, cursorOf: (index: number) => number | readonly number[]): Promise<void> {
  const counting = defineJob({
    name: "count",
    async perform(_args: null, job) {
      await job.step<number | readonly number[]>("count", async (step) => {
        for (let index = 0; index < checkpoints; index += 1) await step.set(cursorOf(index));
      });
    },
  });
  const clock = new VirtualClock();
  const queue = new MemoryQueue({ clock });
  await enqueue(queue, counting, null);
  const outcome = await new Worker({ clock, queue, jobs: [counting], services: undefined, progress }).performNext();
  if (outcome?.kind !== "completed") throw new Error(`The job should have completed; it is ${outcome?.kind}.`);
}

const nothing = async () => {};

async function bareAwait(): Promise<void> {
  for (let index = 0; index < checkpoints; index += 1) await nothing();
}

/** Microseconds a checkpoint. */
export async function checkpointCost(): Promise<readonly Row[]> {
  const times = await medians(rounds, {
    "payload progress": () => ours(payloadProgress, (index) => index),
    "memory progress": () => ours(new MemoryProgress(), (index) => index),
    "memory progress, cursor [customer, order]": () => ours(new MemoryProgress(), (index) => [1, index]),
    "bare await": bareAwait,
  });
  return Object.entries(times).map(([where, ms]) => ({
    where,
    µs: ((ms / checkpoints) * 1_000).toFixed(2),
    "checkpoints/s": Math.round((checkpoints / ms) * 1_000).toLocaleString("en"),
  }));
}
