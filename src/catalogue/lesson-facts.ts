// What is declared about a lesson for everybody but the learner: where its starter fails, and the worlds to try its job in.
import type { AnyJobDefinition, JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import type { Expectation, Scenario } from "#simulation";

/** One world that a lesson's job is run in, with what should come of it. */
export interface TestScenario extends Pick<Scenario<Json>, "args" | "shop" | "whileStopped" | "progress">, Expectation {
  readonly title: string;
  /** The name of another export that is run here instead of the lesson's job. */
  readonly job?: string;
  /** How many finished effects the lesson allows to be asked for again, for each crash and for each stop request. */
  readonly redoneAfterCrash: number;
  readonly redoneAfterStop: number;
}

/** A scenario with the jobs that one subject of the lesson exports. */
export interface SubjectScenario extends Omit<TestScenario, "job"> {
  readonly job?: TestedJob;
  readonly otherJobs?: readonly AnyJobDefinition<Shop>[];
}

/** A job whose arguments are those of the scenarios. */
export type TestedJob = JobDefinition<Json, Shop>;

export interface LessonFacts {
  /** The title of the spec at which the starter fails first. */
  readonly starterFailsAt: string;
  /** The name under which exercises of this lesson export their job, or how it is made from their exports. */
  readonly job: string | ((exports: Readonly<Record<string, unknown>>) => unknown);
  /** The names under which they export the jobs that it enqueues. */
  readonly otherJobs?: readonly string[];
  readonly scenarios: readonly TestScenario[];
  /** Mistakes that no scenario can show, each with the reason: it shows with other arguments, or in the time it takes. */
  readonly unseen?: Readonly<Record<string, string>>;
}
