// What is declared about a lesson for everybody but the learner: where its starter fails, and the worlds to try its job in.
import type { AnyJobDefinition, JobDefinition, Json } from "#jobs";
import type { OpenShop, Shop } from "#shop";

/** One world that a lesson's job is run in, with what should come of it. */
export interface TestScenario {
  readonly title: string;
  /** The name of another export that is run here instead of the lesson's job. */
  readonly job?: string;
  readonly args: Json;
  readonly shop: () => OpenShop;
  readonly whileStopped?: (shop: OpenShop) => void;
  /** When progress becomes durable; at each checkpoint when left out. */
  readonly progress?: "payload" | "each checkpoint";
  /** The effects that are wanted, each once. */
  readonly effects: readonly string[];
  /** Whether they must come in this order. Default: true. */
  readonly inOrder?: boolean;
  /** Names of jobs that must fail for good. */
  readonly failing?: readonly string[];
  /** What effects must be worth, in cents, and what services must have been told, by the names of effects. */
  readonly amounts?: Readonly<Record<string, number>>;
  readonly details?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
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
