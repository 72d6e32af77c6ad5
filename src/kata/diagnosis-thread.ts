// The thread in which the fingerprint of an exercise is taken: whatever the exercise does, the thread can be ended.
import { answerQuestion } from "./answer-question.ts";
import { type DiagnosisQuestion, likenessOf } from "./likeness.ts";

await answerQuestion((question) => likenessOf(question as DiagnosisQuestion));
