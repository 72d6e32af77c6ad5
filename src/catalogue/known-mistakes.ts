// The mistakes that are known of each lesson, as npm run matrix wrote them down.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Catalogue } from "#simulation";

/**
 * What ends like a mistake without being that one: the words for all of them, where those of the mistake would name a cause
 * that only some of them have.
 */
const endings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "01-chaining": {
    "charge-key-per-execution":
      "The key of the charge is another one at the second execution: the number of the execution is in it, the time, or chance.",
    "note-for-every-order":
      "Lets the note follow for a customer who has ordered before: nobody asks whether it is the first order, or the answer is another one by then.",
    "refused-receipt-swallowed":
      "Nobody hears that the receipt was refused: it is caught, or not awaited, and the review request goes out all the same.",
  },
  "02-steps": {
    "interrupt-swallowed": "A catch takes the Interrupt as well: what was to stop the job there is swallowed.",
    "key-per-execution":
      "The key is another one at the next execution: the number of the execution is in it, the time, or chance.",
  },
  "03-cursors": {
    "checkpoint-at-the-end":
      "No cursor is saved before the last order is charged: a deploy waits for the whole day, and a crash asks for all of it again.",
    "cursor-in-finally":
      "Keeps its place to itself and writes it down when it ends: a killed worker never comes to that.",
    "inclusive-lookup":
      "Begins with an order that is done: the cursor is one behind, or the lookup begins at it and not after it.",
    "interrupt-swallowed": "A catch takes the Interrupt as well: what was to stop the job there is swallowed.",
    "key-per-execution":
      "The key of the charge is another one at the second execution: the number of the execution is in it, the time, or chance.",
  },
  "04-nested-iteration": {
    "address-of-the-first-customer":
      "Takes the address from elsewhere than the customer at hand: statements of the day go to somebody else.",
  },
  "05-batch-checkpoints": {
    "batch-size-ignored":
      "Something else than the batch size of the job decides when it saves: batches of other sizes end elsewhere.",
    "cursor-after-the-last-batch":
      "No cursor is saved before the last batch is out: a deploy waits for the whole campaign, and a crash asks for all of it again.",
    "key-of-the-execution":
      "The key of a mail is another one at the next execution: the number of the execution is in it, the time, or chance.",
  },
};

const file = resolve(import.meta.dirname, "fingerprints.json");

/**
 * What is known of a lesson's mistakes.
 *
 * @param lesson "03-cursors"
 * @returns undefined when no fingerprints of it were taken
 */
export function knownMistakes(lesson: string): Catalogue | undefined {
  const lessons = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Catalogue>>;
  return Object.hasOwn(lessons, lesson) ? lessons[lesson] : undefined;
}

/**
 * What to say of everything that ends like a mistake.
 *
 * @returns undefined when the mistake's own sentence is true of all of them
 */
export const endingOf = (lesson: string, mistake: string): string | undefined => endings[lesson]?.[mistake];

/** The mistakes that have such words. For the test that there are these mistakes. */
export const endingsOf = (lesson: string): readonly string[] => Object.keys(endings[lesson] ?? {});
