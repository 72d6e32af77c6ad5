// What a listener is told, in the order in which it happens.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, type JobEvent } from "#jobs";
import { newSetting, stopAtQuestion } from "./setting.ts";

const rename = defineJob({
  name: "rename",
  async perform(_args: null, job) {
    await job.step("prepare", () => {});
    await job.step<number>("rename", { start: 1 }, async (step) => {
      while (step.cursor < 3) await step.advance();
    });
  },
});

describe("events", () => {
  it("tell an execution that is interrupted and the one that resumes it", async () => {
    const { queue, perform, drain, events } = newSetting();
    await enqueue(queue, rename, null);
    await perform([rename], { stopReason: stopAtQuestion(2) });
    const progress = { completed: ["prepare"], current: { step: "rename", cursor: 2 } };
    expect(events.splice(0)).toEqual<JobEvent[]>([
      { type: "performing" },
      { type: "step_started", step: "prepare", cursor: undefined, resumed: false },
      { type: "step_completed", step: "prepare", cursor: undefined },
      { type: "checkpoint", stop: undefined },
      { type: "step_started", step: "rename", cursor: 1, resumed: false },
      { type: "checkpoint", stop: "stopping", step: "rename", cursor: 2 },
      { type: "interrupted", reason: "stopping", progress },
      { type: "step_interrupted", step: "rename", cursor: 2 },
      { type: "released", because: "interrupt", reason: "stopping", progress },
    ]);
    await drain([rename]);
    expect(events).toEqual<JobEvent[]>([
      { type: "performing" },
      { type: "resumed", from: progress },
      { type: "step_skipped", step: "prepare" },
      { type: "step_started", step: "rename", cursor: 2, resumed: true },
      { type: "checkpoint", stop: undefined, step: "rename", cursor: 3 },
      { type: "step_completed", step: "rename", cursor: 3 },
      { type: "completed" },
    ]);
  });

  it("tell an interruption between two steps outside of both", async () => {
    const { queue, perform, events } = newSetting();
    await enqueue(queue, rename, null);
    await perform([rename], { stopReason: stopAtQuestion(1) });
    expect(events.map(({ type }) => type)).toEqual([
      "performing",
      "step_started",
      "step_completed",
      "checkpoint",
      "interrupted",
      "released",
    ]);
  });

  it("tell an error: first where it struck, then what became of the job", async () => {
    const error = new Error("declined");
    const failing = defineJob({
      name: "failing",
      perform: (_args: null, job) =>
        job.step<number>("charge", async (step) => {
          if (!step.resumed) await step.set(1);
          throw error;
        }),
    });
    const { queue, drain, events } = newSetting();
    await enqueue(queue, failing, null);
    await drain([failing]);
    const progress = { completed: [], current: { step: "charge", cursor: 1 } };
    expect(events).toEqual<JobEvent[]>([
      { type: "performing" },
      { type: "step_started", step: "charge", cursor: undefined, resumed: false },
      { type: "checkpoint", stop: undefined, step: "charge", cursor: 1 },
      { type: "step_failed", step: "charge", cursor: 1, error },
      { type: "released", because: "error", error, progress },
      { type: "performing" },
      { type: "resumed", from: progress },
      { type: "step_started", step: "charge", cursor: 1, resumed: true },
      { type: "step_failed", step: "charge", cursor: 1, error },
      { type: "failed", error },
    ]);
  });

  it("come with the job that they are about", async () => {
    const told: string[] = [];
    const { queue, drain } = newSetting();
    await enqueue(queue, rename, null);
    await drain([rename], { onEvent: ({ type }, job) => told.push(`${job.id} ${job.executions} ${type}`) });
    expect(told.at(0)).toBe("job-1 1 performing");
    expect(told.at(-1)).toBe("job-1 1 completed");
  });
});
