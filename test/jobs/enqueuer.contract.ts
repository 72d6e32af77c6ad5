// What a queue must do as one that takes jobs up, whatever it is made of.
import { describe, expect, it } from "vitest";
import { KeyReusedError } from "#jobs";
import { contractSetting, leaseMs, type MakeQueue, progress, request } from "./queue-setting.ts";

/** @param makeQueue makes an empty queue whose time comes from the clock */
export function describeEnqueuer(name: string, makeQueue: MakeQueue): void {
  describe(name, () => {
    const { now, lease, leaseAll, waiting } = contractSetting(makeQueue);

    describe("enqueueing", () => {
      it("writes the job down as it will be leased", async () => {
        now.clock.advanceTo(50);
        const [enqueued] = await now.queue.enqueue([request("a", { priority: 2, wait: 10, progress, resumptions: 4 })]);
        const [job] = await now.queue.jobs();
        expect(job).toEqual({
          id: enqueued?.id,
          name: "a",
          args: { of: "a" },
          queue: "default",
          priority: 2,
          enqueuedAt: 50,
          runAt: 60,
          executions: 0,
          resumptions: 4,
          progress,
        });
        expect(JSON.parse(JSON.stringify(job))).toEqual(job);
        now.clock.advanceTo(60);
        expect((await lease()).job).toEqual({ ...job, executions: 1 });
      });

      it("takes many in one write and returns their ids in order", async () => {
        const ids = (await now.queue.enqueue([request("a"), request("b"), request("c")])).map(({ id }) => id);
        expect(new Set(ids).size).toBe(3);
        expect((await now.queue.jobs()).map((job) => job.id).toSorted()).toEqual([...ids].toSorted());
        expect(await now.queue.enqueue([])).toEqual([]);
      });

      it("adds no second job for a key, and returns the first one's id and that it was known", async () => {
        const [first] = await now.queue.enqueue([request("a", { key: "charge 1" })]);
        const [again, other] = await now.queue.enqueue([
          request("a", { key: "charge 1" }),
          request("b", { key: "charge 2" }),
        ]);
        expect(first?.known).toBe(false);
        expect(again).toEqual({ id: first?.id, known: true });
        expect(other?.known).toBe(false);
        expect(other?.id).not.toBe(first?.id);
        expect(await waiting()).toEqual(["a", "b"]);
      });

      it("sees a key twice in one write", async () => {
        const [one, other] = await now.queue.enqueue([request("a", { key: "k" }), request("a", { key: "k" })]);
        expect(other).toEqual({ id: one?.id, known: true });
        expect(await waiting()).toEqual(["a"]);
      });

      it("remembers a key while the job is leased, and after it is done", async () => {
        await now.queue.enqueue([request("a", { key: "k" })]);
        const leased = await lease();
        await now.queue.enqueue([request("a", { key: "k" })]);
        await now.queue.acknowledge(leased, [request("a", { key: "k" })]);
        await now.queue.enqueue([request("a", { key: "k" })]);
        expect(await waiting()).toEqual([]);
      });

      it("refuses a key that belongs to a job of another name, and writes nothing", async () => {
        await now.queue.enqueue([request("charge", { key: "17" })]);
        const both = [request("receipt", { key: "18" }), request("refund", { key: "17" })];
        await expect(now.queue.enqueue(both)).rejects.toThrow(new KeyReusedError("17", "charge", "refund"));
        const twice = [request("receipt", { key: "18" }), request("refund", { key: "18" })];
        await expect(now.queue.enqueue(twice)).rejects.toThrow(new KeyReusedError("18", "receipt", "refund"));
        await expect(now.queue.enqueueLeased(request("refund", { key: "17" }), leaseMs)).rejects.toThrow(
          KeyReusedError,
        );
        expect(await waiting()).toEqual(["charge"]);
      });

      it.each([{ wait: NaN }, { wait: Infinity }, { wait: -1 }, { at: NaN }, { at: -Infinity }])(
        "refuses a time that no clock reaches, and writes nothing: %j",
        async (time) => {
          await expect(now.queue.enqueue([request("a"), request("b", time)])).rejects.toThrow(RangeError);
          expect(await waiting()).toEqual([]);
          expect(await now.queue.nextDueAt()).toBeUndefined();
        },
      );

      it("does not take jobs of one name or of equal arguments for the same job", async () => {
        await now.queue.enqueue([request("a"), request("a")]);
        expect(await leaseAll()).toEqual(["a", "a"]);
      });
    });
  });
}
