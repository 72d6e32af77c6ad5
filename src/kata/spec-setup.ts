// Before the specs of a lesson: their frames come in the forms that the environment asks for, and a run is replayed when it
// asks for one. It loads nothing that the specs would not load. And whoever waits for the specs is to see that they are not
// caught in a loop.
import { frameForms, replay, replayInstead } from "#simulation";
import { beforeEach } from "vitest";
import { formsAskedFor } from "./frame-forms.ts";
import { turn } from "./turns.ts";

frameForms(formsAskedFor(process.env));
replayAskedFor(process.env);
turn();

/** KATA_REPLAY=12:c5.t9 has the proof of spec 12 replay one run, and no other spec run. */
function replayAskedFor({ KATA_REPLAY = "" }: NodeJS.ProcessEnv): void {
  const [, number, token = ""] = /^(\d+):(.+)$/.exec(KATA_REPLAY) ?? [];
  if (number === undefined) return;
  replayInstead(replay(token));
  beforeEach(({ task, skip }) => skip(task.file.tasks.indexOf(task) + 1 !== Number(number)));
}
