// Empty jobs through our queue and worker, p-queue, fastq and a bare loop: what does durability's bookkeeping cost?
import { promise as fastq } from "fastq";
import PQueue from "p-queue";
import { defineJob, jobRequest, MemoryQueue, Worker } from "#jobs";
import { VirtualClock } from "#simulation";
import { medians } from "./measure.ts";
import { type Row, whole } from "./table.ts";

const jobs = 50_000;
const rounds = 7;
const numbers = Array.from({ length: jobs }, (_, index) => index);

/** Throws when a contender did not do all of its work: a fast answer that is wrong is no answer. */
function check(done: number): void {
  if (done !== jobs) throw new Error(`${done} of ${jobs} jobs were performed.`);
}

async function ours(): Promise<void> {
  let done = 0;
  const job = defineJob({
    name: "empty",
    async perform(_order: number) {
      done += 1;
    },
  });
  const clock = new VirtualClock();
  const queue = new MemoryQueue({ clock });
  const worker = new Worker({ clock, queue, jobs: [job], services: undefined });
  await queue.enqueue(numbers.map((order) => jobRequest(job, order)));
  while (await worker.performNext()) {
    // Performing is all there is to do.
  }
  check(done);
}

async function pQueue(): Promise<void> {
  let done = 0;
  const queue = new PQueue({ concurrency: 1 });
  void queue.addAll(
    numbers.map(() => async () => {
      done += 1;
    }),
  );
  await queue.onIdle();
  check(done);
}

async function fastQueue(): Promise<void> {
  let done = 0;
  const queue = fastq(async (_order: number) => {
    done += 1;
  }, 1);
  for (const order of numbers) void queue.push(order);
  await queue.drained();
  check(done);
}

async function* orders() {
  yield* numbers;
}

async function bareLoop(): Promise<void> {
  let done = 0;
  const perform = async (_order: number) => {
    done += 1;
  };
  for await (const order of orders()) await perform(order);
  check(done);
}

/** Jobs a second of each contender. */
export async function jobsPerSecond(): Promise<readonly Row[]> {
  const contenders = {
    "ours: enqueue, lease, perform, acknowledge": ours,
    "p-queue": pQueue,
    "fastq (promise)": fastQueue,
    "bare for await": bareLoop,
  };
  const times = await medians(rounds, contenders);
  return Object.entries(times).map(([contender, ms]) => ({
    contender,
    "jobs/s": whole((jobs / ms) * 1_000),
    "µs a job": ((ms / jobs) * 1_000).toFixed(2),
    "against p-queue": `${(times["p-queue"] / ms).toFixed(2)} ×`,
  }));
}
