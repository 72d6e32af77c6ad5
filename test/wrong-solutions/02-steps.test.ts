// The mistakes and the right answers of lesson 02.
import { measurementsAreTrue } from "../matrix/lesson.contract.ts";
import { specsCatchMistakes } from "./lesson.contract.ts";

specsCatchMistakes("02-steps");
measurementsAreTrue("02-steps");
