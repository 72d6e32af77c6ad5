// The door of #catalogue: what is declared about each lesson, and what its known mistakes look like.
export { endingOf, endingsOf, knownMistakes } from "./known-mistakes.ts";
export type { LessonFacts, SubjectScenario, TestedJob, TestScenario } from "./lesson-facts.ts";
export { declaredLessons, factsOf, readSubject, type Subject } from "./subject.ts";
