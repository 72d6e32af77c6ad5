// The door of #simulation: run a job in bad weather, and see what came of it.
export { assertEachOnce, assertFollows, assertRedone, assertSaves, assertStopsWithin, type Wording } from "./checks.ts";
export { assertEnqueued, assertNoneEnqueued, assertPerformed, type ExpectedJob } from "./enqueued.ts";
export { crashEverywhere, sigtermEverywhere } from "./everywhere.ts";
export { crash, describeFault, type Fault, type Place, sigterm } from "./fault.ts";
export { type Exploration, type ExplorationOptions, explore } from "./exploration.ts";
export { BrokenRule, type FrameParts } from "./frame.ts";
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
} from "./run.ts";
export { type Scenario, simulate } from "./simulate.ts";
export { interruptAfterStep, interruptDuringStep, JobBench, type JobBenchOptions } from "./job-bench.ts";
export { drawTimeline } from "./timeline.ts";
export { type Expectation, findProblems, type Problem, redoneEffects } from "./verdict.ts";
export { VirtualClock } from "./virtual-clock.ts";
export { assertExactlyOnce, describeExploration } from "./proof.ts";
export { replay, replayToken } from "./replay.ts";
export { assertSafeDeploy, type DeployReport, exploreDeploy } from "./deploys.ts";
export { exploreTwoWorkers, type TwoWorkersOptions, type TwoWorkersReport } from "./two-workers.ts";
export { describeRun } from "./sentences.ts";
export { drawHtml, type PictureParts } from "./html/draw-html.ts";
export { writePicture } from "./html/write-picture.ts";
export { type Catalogue, describeDiagnosis, type Diagnosis, diagnose, differing, rank } from "./diagnosis.ts";
export { type Fingerprint, type FingerprintScenario, takeFingerprint } from "./fingerprint.ts";
