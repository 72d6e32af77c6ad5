// The mistakes and the right answers of lesson 04.
import { measurementsAreTrue } from "../matrix/lesson.contract.ts";
import { specsCatchMistakes } from "./lesson.contract.ts";

specsCatchMistakes("04-nested-iteration");
measurementsAreTrue("04-nested-iteration");
