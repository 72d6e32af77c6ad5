// What a lesson begins as. Each file compiles, and says with TODO what belongs there; together they are red until all is done.

/** A job's name on the wire and in code: "06-dead-letters" gives "dead_letters" and "deadLetters". */
interface Names {
  /** "06-dead-letters" */
  readonly lesson: string;
  /** "06" */
  readonly number: string;
  /** "Dead letters" */
  readonly title: string;
  readonly wire: string;
  readonly export: string;
}

/** The names that follow from a lesson's name. */
export function namesOf(lesson: string): Names {
  const number = lesson.slice(0, 2);
  const words = lesson.slice(3).split("-");
  const [first = "", ...rest] = words;
  return {
    lesson,
    number,
    title: capital(words.join(" ")),
    wire: `${words.join("_")}_job`,
    export: `${first}${rest.map(capital).join("")}Job`,
  };
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The title of the first spec: the starter fails there, and the first mistake is caught there. */
const FIRST_SPEC = "charges every order once in calm weather";

/** Path → text, of all files of a lesson. */
export function filesOf(lesson: string): Readonly<Record<string, string>> {
  const names = namesOf(lesson);
  return {
    [`lessons/${lesson}/README.md`]: readme(names),
    [`lessons/${lesson}/exercise.ts`]: starter(names),
    [`lessons/${lesson}/exercise.spec.ts`]: spec(names),
    [`solutions/${lesson}/README.md`]: notes(names),
    [`solutions/${lesson}/exercise.ts`]: solution(names),
    [`src/catalogue/lessons/${lesson}.ts`]: facts(names),
    [`src/catalogue/starters/${lesson}.ts`]: starter(names),
    [`test/wrong/${lesson}/does-nothing.ts`]: mistake(names),
    [`test/wrong-solutions/${lesson}.test.ts`]: mistakesTest(names),
    [`test/solutions/${lesson}.test.ts`]: solutionTest(names),
  };
}

const readme = ({ number, title, export: job }: Names): string => `# ${number} · ${title}

*TODO minutes. You need: TODO. You learn: TODO.*

## What happened

TODO: what went wrong in a shop at 14:02, in one paragraph.

## Predict

TODO: a question whose answer is one or two numbers. **The numbers are written down before anything is run.**

## The one idea

TODO: one new idea, with a picture of two executions.

## Your task

Edit \`exercise.ts\`. TODO: what \`${job}\` does; what, not how. The specs ask, in this order:

1. TODO: one line for each spec, in the order of the file.

## The calls you need

| call | what it does |
|---|---|
| \`TODO\` | TODO |

## Hints

<details><summary>Hint 1: a question</summary>

TODO

</details>

<details><summary>Hint 2: a pointer</summary>

TODO

</details>

<details><summary>Hint 3: the shape in words</summary>

TODO

</details>

<details><summary>Hint 4: the same shape for another problem</summary>

TODO

</details>

## When it is green

TODO: the numbers of "Predict", what is known now, and a table of where this lives in the real world. Say it from memory:

- TODO: a question about an earlier lesson.
- TODO: a question about this one.

## Going further

- TODO
`;

const NOT_WRITTEN = (lesson: string) =>
  `throw new Error(\n      'Not written yet: open lessons/${lesson}/exercise.ts and read "Your task" in the README beside it.',\n    );`;

const starter = ({
  lesson,
  number,
  wire,
  export: job,
}: Names): string => `// Lesson ${number}. TODO: the task in one line.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const ${job} = defineJob({
  name: "${wire}",
  async perform({ day }: { day: string }, job, shop: Shop) {
    // TODO: what the learner puts in the place of this line.
    ${NOT_WRITTEN(lesson)}
  },
});
`;

const spec = ({
  lesson,
  export: job,
}: Names): string => `// What your job must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { ${job} } from "#lesson/${lesson}";
import { openShop, pendingOrders } from "#shop";
import { assertEachOnce, assertExactlyOnce, simulate } from "#simulation";

const threeOrders = {
  args: { day: "2026-11-22" },
  shop: () => openShop({ orders: pendingOrders(1, 2, 3) }),
};
const threeCharges = {
  effects: ["charge 1", "charge 2", "charge 3"],
  rule: "Every order is charged exactly once.",
};

// TODO: specs in the order in which somebody solves them. Each must be the first to catch a mistake of test/wrong.
it("${FIRST_SPEC}", async () => {
  const run = await simulate(${job}, threeOrders);
  assertEachOnce(run, threeCharges);
});

it("charges every order exactly once, whatever the weather", async () => {
  await assertExactlyOnce(${job}, { ...threeOrders, ...threeCharges, redoneAfterCrash: 1, redoneAfterStop: 0 });
});
`;

const notes = ({
  lesson,
  number,
  title,
}: Names): string => `# ${number} · ${title}: walk-through and notes for instructors

## Five minutes through the solution

TODO: the lines of \`exercise.ts\` that matter, and why. Other right answers in this folder: TODO, two or more.

## What people get wrong, and how it shows

| what they write | first spec that fails | what they see |
|---|---|---|
| TODO | TODO | TODO |

Each of them is a file in \`test/wrong/${lesson}/\`, and \`npm test\` proves that the spec named there catches it.

## Questions for the room

- TODO

## Time

TODO: story and prediction, work, discussion; where people are stuck, and what to ask them there.
`;

const solution = ({ lesson, wire, export: job }: Names): string => `// TODO: the solution in one line.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const ${job} = defineJob({
  name: "${wire}",
  async perform(_args: { day: string }, _job, _shop: Shop) {
    throw new Error("Not written yet: write solutions/${lesson}/exercise.ts.");
  },
});
`;

const facts = ({ number, export: job }: Names): string => `// Lesson ${number}: TODO, its worlds in one line.
import { openShop, pendingOrders } from "#shop";
import type { LessonFacts } from "../lesson-facts.ts";

export const facts: LessonFacts = {
  starterFailsAt: "${FIRST_SPEC}",
  job: "${job}",
  scenarios: [
    {
      title: "three orders",
      args: { day: "2026-11-22" },
      shop: () => openShop({ orders: pendingOrders(1, 2, 3) }),
      effects: ["charge 1", "charge 2", "charge 3"],
      redoneAfterCrash: 1,
      redoneAfterStop: 0,
    },
  ],
};
`;

const mistake = ({ wire, export: job }: Names): string => `// Does nothing, and succeeds.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "${FIRST_SPEC}";

export const ${job} = defineJob({
  name: "${wire}",
  async perform({ day }: { day: string }, job, shop: Shop) {},
});
`;

const mistakesTest = ({ lesson, number }: Names): string => `// The mistakes and the right answers of lesson ${number}.
import { measurementsAreTrue } from "../matrix/lesson.contract.ts";
import { specsCatchMistakes } from "./lesson.contract.ts";

specsCatchMistakes("${lesson}");
measurementsAreTrue("${lesson}");
`;

const solutionTest = ({
  lesson,
  number,
}: Names): string => `// The solution of lesson ${number} under random shops and schedules: the outside world sees what it sees on a calm day.
import { expect, test } from "vitest";

test("all is done exactly once, whatever the weather", () => {
  expect.fail("Not written yet: write test/solutions/${lesson}.test.ts as those of other lessons are.");
});
`;
