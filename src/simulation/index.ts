// The door of #simulation: run a job in bad weather, and see what came of it.
export {
  assertEachOnce,
  assertFollows,
  assertRedone,
  assertSaves,
  assertStopsWithin,
  type Wording,
} from "./check/checks.ts";
export { assertEnqueued, assertNoneEnqueued, assertPerformed, type ExpectedJob } from "./bench/enqueued.ts";
export { crashEverywhere, sigtermEverywhere } from "./run/everywhere.ts";
export {
  crash,
  decline,
  describeFault,
  type Fault,
  isError,
  loseAnswer,
  type Place,
  refuse,
  sigterm,
  slow,
} from "./run/fault.ts";
export { type Exploration, type ExplorationOptions, explore } from "./explore/exploration.ts";
export { type Forms, frameForms } from "./check/forms.ts";
export { BrokenRule, frame, type FrameParts } from "./check/frame.ts";
export {
  type EventEntry,
  type Failure,
  type FaultEntry,
  type MeanwhileEntry,
  type PointEntry,
  type PointKind,
  pointsOf,
  type Run,
  type RunEntry,
} from "./run/run.ts";
export { partsOf } from "./run/operation-name.ts";
export { type Scenario, simulate } from "./run/simulate.ts";
export { interruptAfterStep, interruptDuringStep, JobBench, type JobBenchOptions } from "./bench/job-bench.ts";
export { drawTimeline } from "./picture/timeline.ts";
export { type Expectation, findProblems, type Problem, redoneEffects } from "./check/verdict.ts";
export { rememberModule } from "./modules/index.ts";
export { VirtualClock } from "./run/virtual-clock.ts";
export { assertExactlyOnce, describeExploration } from "./explore/proof.ts";
export { replay, replayToken } from "./run/replay.ts";
export { ReplayedRun, replayInstead } from "./explore/replayed-run.ts";
export { assertSafeDeploy, type DeployReport, exploreDeploy } from "./explore/deploys.ts";
export { exploreTwoWorkers, type TwoWorkersOptions, type TwoWorkersReport } from "./explore/two-workers.ts";
export { describeRun } from "./picture/sentences.ts";
export type { Moment } from "./picture/moments.ts";
export { type Chapter, type Story, storyOf } from "./picture/story.ts";
export { drawHtml, type PictureParts } from "./picture/html/draw-html.ts";
export { writePicture } from "./picture/html/write-picture.ts";
export {
  type Catalogue,
  describeDiagnosis,
  type Diagnosis,
  diagnose,
  differing,
  rank,
  recognise,
} from "./diagnose/diagnosis.ts";
export { calmRun, type Fingerprint, type FingerprintScenario, takeFingerprint } from "./diagnose/fingerprint.ts";
