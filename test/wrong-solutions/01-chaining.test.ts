// The mistakes and the right answers of lesson 01.
import { measurementsAreTrue } from "../matrix/lesson.contract.ts";
import { specsCatchMistakes } from "./lesson.contract.ts";

specsCatchMistakes("01-chaining");
measurementsAreTrue("01-chaining");
