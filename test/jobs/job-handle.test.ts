// What a job's own code can do with the job that it receives, and no more.
import { expect, it } from "vitest";
import { defineJob, enqueue, type Job } from "#jobs";
import { newSetting } from "./setting.ts";

const publicMembers = [
  "attribute",
  "enqueue",
  "executions",
  "id",
  "interrupt",
  "interruptions",
  "name",
  "priority",
  "progress",
  "queue",
  "resumptions",
  "runtimeMs",
  "signal",
  "step",
];

it("a job has the public members and no others, and is the same for all of its functions", async () => {
  const seen: Job[] = [];
  const definition = defineJob<null>({
    name: "seen",
    async perform(_args, job) {
      seen.push(job);
      await job.step<number>("one", (step) => step.set(1));
    },
    followUps: (_args, job) => (seen.push(job), []),
    stopReason: (job) => void seen.push(job),
  });
  const { queue, perform } = newSetting();
  await enqueue(queue, definition, null);
  await perform([definition]);
  expect(new Set(seen).size).toBe(1);
  expect(seen.length).toBeGreaterThanOrEqual(3);
  const [job] = seen;
  const members: string[] = [];
  for (let object: unknown = job; object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    members.push(...Object.getOwnPropertyNames(object));
  }
  expect(members.filter((member) => member !== "constructor").toSorted()).toEqual(publicMembers);
});
