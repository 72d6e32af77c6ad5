// The picture of the day as an HTML file: npm run demo -- orders --html run.html
import { drawHtml, findProblems, writePicture } from "#simulation";
import { count, noBreak, UsageError } from "#terminal";
import { effectOf, type OrdersDay } from "./orders-day.ts";
import { heading, type Line, row } from "./scene.ts";

/**
 * Writes the picture, if one is wanted.
 *
 * @returns what to say about it
 * @throws UsageError when it cannot be written, or something else is in its place
 */
export function keepPicture(day: OrdersDay): readonly Line[] {
  const { options, run, pending } = day;
  if (options.html === undefined) return [];
  const repeated = findProblems(run, { effects: pending.map(effectOf) }).flatMap((problem) =>
    problem.kind === "repeated" ? [problem.effect] : [],
  );
  const total = count(pending.length, "order").replaceAll(noBreak, " ");
  const html = drawHtml(run, {
    title: options.naive ? "A day's orders, charged without step, cursor and key" : "A day's orders, charged in a step",
    happened:
      repeated.length === 0
        ? `Each of ${total} was charged exactly once.`
        : `${repeated.length} of ${total} ${repeated.length === 1 ? "was" : "were"} charged more than once.`,
    rule: "Every pending order is charged exactly once.",
    spotlight: repeated.slice(0, 1),
  });
  const refused = writePicture(options.html, html);
  if (refused !== undefined) throw new UsageError(refused);
  return [...heading("Picture"), ...row("written", `${options.html}: open it in a browser`)];
}
