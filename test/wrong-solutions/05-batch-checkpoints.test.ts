// The mistakes and the right answers of lesson 05.
import { measurementsAreTrue } from "../matrix/lesson.contract.ts";
import { specsCatchMistakes } from "./lesson.contract.ts";

specsCatchMistakes("05-batch-checkpoints");
measurementsAreTrue("05-batch-checkpoints");
