// The mistakes and the right answers of lesson 03.
import { measurementsAreTrue } from "../matrix/lesson.contract.ts";
import { specsCatchMistakes } from "./lesson.contract.ts";

specsCatchMistakes("03-cursors");
measurementsAreTrue("03-cursors");
