// A queue that cannot acknowledge and enqueue in one write: nothing is lost and nothing doubled, wherever a crash comes.
import { describe, expect, it } from "vitest";
import {
  acknowledgeInTwoWrites,
  type Clock,
  defineJob,
  enqueue,
  type JobRequest,
  jobRequest,
  type Lease,
  MemoryQueue,
  seconds,
} from "#jobs";
import { describeQueue } from "./queue.contract.ts";
import { newSetting, settle } from "./setting.ts";

/** What comes between the two writes. */
type Between = () => Promise<void>;

class TwoWriteQueue extends MemoryQueue {
  readonly #between: Between;

  constructor(clock: Clock, between: Between = async () => {}) {
    super({ clock });
    this.#between = between;
  }

  override async acknowledge(lease: Lease, followUps: readonly JobRequest[]): Promise<void> {
    // A lease that is gone is to be found out before anything is written.
    await this.renew(lease, seconds(30));
    const writes = {
      enqueue: async (requests: readonly JobRequest[]) => {
        const enqueued = await this.enqueue(requests);
        await this.#between();
        return enqueued;
      },
      acknowledge: (settled: Lease) => super.acknowledge(settled, []),
    };
    await acknowledgeInTwoWrites(writes, lease, followUps);
  }
}

describeQueue("a queue with two writes", (clock) => new TwoWriteQueue(clock));

const receipt = defineJob<{ orderId: number }>({ name: "receipt", async perform() {} });

const parent = defineJob<null>({
  name: "parent",
  async perform() {},
  followUps: () => [
    jobRequest(receipt, { orderId: 1 }),
    jobRequest(receipt, { orderId: 2 }),
    jobRequest(receipt, { orderId: 3 }, { key: "own key" }),
  ],
});

describe("a crash between the two writes", () => {
  it.each([0, 1, 2, 5])("any number of times, loses and doubles no follow-up: %d", async (crashes) => {
    let left = crashes;
    const { clock, worker } = newSetting();
    const performed: string[] = [];
    const queue = new TwoWriteQueue(clock, () => (left > 0 ? new Promise(() => {}) : Promise.resolve()));
    await enqueue(queue, parent, null);
    for (; left > 0; left -= 1) {
      const one = worker([parent], { queue, onlyKnown: true });
      void one.performNext();
      await settle();
      one.kill();
      clock.advance(seconds(31));
      // The receipts are there already, and may be performed before their parent is acknowledged.
      if (left % 2 === 0) {
        const early = await worker([receipt], { queue, onlyKnown: true }).performNext();
        if (early) performed.push(early.job.id);
      }
    }
    for (let outcome; (outcome = await worker([parent, receipt], { queue }).performNext());)
      performed.push(outcome.job.id);
    expect(performed.filter((id) => id !== "job-1")).toHaveLength(3);
    expect(new Set(performed).size).toBe(4);
    expect(await queue.jobs()).toEqual([]);
    expect(await queue.deadLetters()).toEqual([]);
    const ids = [...queue.mark().keys.values()].map(({ id }) => id);
    expect(ids).toHaveLength(3);
    expect(queue.mark().count).toBe(4);
  });
});

describe("follow-ups", () => {
  it("have keys of their parent and their place, unless they have their own", async () => {
    const requests: JobRequest[] = [];
    const writes = {
      enqueue: async (list: readonly JobRequest[]) => (requests.push(...list), []),
      acknowledge: async () => {},
    };
    const lease = { job: { id: "job-7" } } as Lease;
    await acknowledgeInTwoWrites(writes, lease, parent.followUps(null, undefined as never, undefined) as JobRequest[]);
    expect(requests.map(({ key }) => key)).toEqual(["job-7:follow-up 0", "job-7:follow-up 1", "own key"]);
  });
});
