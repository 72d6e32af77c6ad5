// The thread that looks for the clock in what an exercise saves.
import { answerQuestion } from "./answer-question.ts";
import { clockInCursor } from "./clock-in-cursor.ts";
import type { DiagnosisQuestion } from "./likeness.ts";

await answerQuestion((question) => clockInCursor(question as DiagnosisQuestion));
