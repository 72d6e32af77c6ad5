// The body of `perform`, for each shape that defineJob can have.
import type { Recipe } from "./recipe.ts";
import { type Exits, guardLines, inLoop, inStep, noLoop, noteLines, orderLines, sumLines } from "./source-order.ts";
import { batchLines, indented, keyText, type Lines, optionsText } from "./source-parts.ts";

/** What comes before everything else: variables that the rest needs, and guards. */
export function openingLines(recipe: Recipe): Lines {
  const text = JSON.stringify(recipe);
  return [
    ...(text.includes('"elapsed"') ? ["const begun = Date.now();"] : []),
    ...(text.includes('"again in this process"') ? ["const again = warm;", "warm = true;"] : []),
    ...sumDeclarations(recipe),
    ...guardLines(recipe, "at the start", noLoop),
  ];
}

/** Attributes that are kept, or variables that are not. */
export function sumDeclarations({ report, memory }: Recipe): Lines {
  if (report === undefined || report.sum === "read again") return [];
  if (report.sum !== "in a variable") {
    return ['const count = job.attribute("count", 0);', 'const total = job.attribute("total", 0);'];
  }
  return memory === "counted" ? [] : ["let count = 0;", "let total = 0;"];
}

export function performLines(recipe: Recipe): Lines {
  const { shape } = recipe;
  if (shape === "chain" || shape === "chain in perform") return [...openingLines(recipe), ...linkLines(recipe)];
  return [
    ...openingLines(recipe),
    ...workLines(recipe),
    ...guardLines(recipe, "at the end", noLoop),
    ...reportLines(recipe, shape !== "no steps"),
  ];
}

function workLines(recipe: Recipe): Lines {
  switch (recipe.shape) {
    case "no steps":
      return loop("for await (const order of shop.orders.pending())", recipe, [], inLoop);
    case "step per order": {
      const { guards: _guards, ...rest } = recipe;
      const charge = orderLines(
        { ...rest, guards: [], memory: "none", note: undefined, report: undefined },
        [],
        noLoop,
      );
      return [
        "for await (const order of shop.orders.pending()) {",
        ...indented([
          ...guardLines(recipe, "before an order", inLoop),
          "await job.step(`charge ${order.id}`, async () => {",
          ...indented([
            ...charge,
            ...noteLines(recipe, "before the charge"),
            ...noteLines(recipe, "after the charge"),
            ...noteLines(recipe, "after, not awaited"),
            ...sumLines(recipe, "before the cursor"),
          ]),
          "});",
          ...sumLines(recipe, "after the cursor"),
          ...guardLines(recipe, "after an order", inLoop),
        ]),
        "}",
      ];
    }
    default:
      return [
        ...loadLines(recipe),
        'await job.step("charge", async (step) => {',
        ...indented(recipe.shape === "batches" ? batchLoop(recipe) : orderLoop(recipe)),
        "});",
      ];
  }
}

const loadLines = ({ memory }: Recipe): Lines => {
  if (memory === "cached rows") return ["rows ??= await shop.orders.pending().toArray();"];
  if (memory !== "filled by a step") return [];
  return [
    'await job.step("load", async () => {',
    "  for await (const order of shop.orders.pending()) loaded.set(order.id, order);",
    "});",
  ];
};

/** Reads a cursor as the last thing done, or as the next to do. */
const readsNext = ({ cursor }: Recipe): boolean =>
  cursor === "next to do" || cursor === "advance" || cursor === "last saved, read as next";

/** The rows that are left, as an expression. */
function restOf(recipe: Recipe): { readonly rows: string; readonly isList: boolean } {
  const filter = `.filter(({ id }) => id ${readsNext(recipe) ? ">=" : ">"} (step.cursor ?? 0))`;
  if (recipe.memory === "cached rows") return { rows: `rows${filter}`, isList: true };
  if (recipe.memory === "filled by a step") return { rows: `[...loaded.values()]${filter}`, isList: true };
  return { rows: `shop.orders.pending().${readsNext(recipe) ? "from" : "after"}(step.cursor)`, isList: false };
}

/** The line that saves the cursor after the order, or batch, that ends with this id. */
function saveLines({ cursor }: Recipe, id: string): Lines {
  switch (cursor) {
    case "none":
      return [];
    case "advance":
      return [`await step.advance({ from: ${id} });`];
    case "next to do":
    case "next saved, read as last":
      return [`await step.set(${id} + 1);`];
    case "every second":
      return [`if (${id} % 2 === 0) await step.set(${id});`];
    case "at the end":
      return [`last = ${id};`];
    case "index":
      return ["await step.set(index + 1);"];
    default:
      return [`await step.set(${id});`];
  }
}

const aroundLoop = ({ cursor }: Recipe, lines: Lines): Lines =>
  cursor === "at the end" ? ["let last;", ...lines, "if (last !== undefined) await step.set(last);"] : lines;

function orderLoop(recipe: Recipe): Lines {
  const save = saveLines(recipe, "order.id");
  if (recipe.cursor === "index") {
    const list = { "cached rows": "rows", "filled by a step": "[...loaded.values()]" } as Record<string, string>;
    return [
      `const all = ${list[recipe.memory] ?? "await shop.orders.pending().toArray()"};`,
      "for (let index = step.cursor ?? 0; index < all.length; index += 1) {",
      ...indented(["const order = all[index];", ...orderLines(recipe, save, inStep)]),
      "}",
    ];
  }
  const { rows, isList } = restOf(recipe);
  return aroundLoop(recipe, loop(`for ${isList ? "" : "await "}(const order of ${rows})`, recipe, save, inStep));
}

const loop = (head: string, recipe: Recipe, save: Lines, exits: Exits): Lines => [
  `${head} {`,
  ...indented(orderLines(recipe, save, exits)),
  "}",
];

function batchLoop(recipe: Recipe): Lines {
  const { rows, isList } = restOf(recipe);
  const save = saveLines(recipe, "batch.at(-1).id");
  const early = recipe.cursor === "before the work";
  const each = (lines: Lines): Lines =>
    lines.length === 0 ? [] : ["for (const order of batch) {", ...indented(lines), "}"];
  const work = [
    ...batchLines(recipe.handling, recipe.key),
    ...each([...noteLines(recipe, "after the charge"), ...noteLines(recipe, "after, not awaited")]),
    ...each(sumLines(recipe, "before the cursor")),
  ];
  return aroundLoop(recipe, [
    `const left = ${isList ? `[...${rows}]` : `await ${rows}.toArray()`};`,
    "while (left.length > 0) {",
    ...indented([
      // First, or a guard that goes on with the next batch would go on for ever.
      "const batch = left.splice(0, 2);",
      ...guardLines(recipe, "before an order", inStep),
      ...each(noteLines(recipe, "before the charge")),
      ...(early ? save : []),
      ...(recipe.cursor === "in finally"
        ? ["try {", ...indented(work), "} finally {", ...indented(save), "}"]
        : [...work, ...(early ? [] : save)]),
      ...each(sumLines(recipe, "after the cursor")),
      ...guardLines(recipe, "after an order", inStep),
    ]),
    "}",
  ]);
}

/** One job of a chain: charges the first of its orders and hands on the rest. */
function linkLines(recipe: Recipe): Lines {
  const { shape, link } = recipe;
  const key = keyText(link, "next", "rest[0]") ?? '"next"';
  return [
    "const [id, ...rest] = ids;",
    "const order = await shop.orders.find(id);",
    ...orderLines(recipe, [], noLoop),
    ...(shape === "chain in perform"
      ? [`if (rest.length > 0) await job.enqueue(chargeOrders, { ids: rest }${optionsText({ key })});`]
      : []),
    ...guardLines(recipe, "at the end", noLoop),
  ];
}

/** Publishes the sum, in a step of its own or without one. */
export function reportLines({ report, memory }: Recipe, inStepOfItsOwn: boolean): Lines {
  if (!report) return [];
  const key = optionsText({ key: keyText(report.key, "report", "1") });
  const publish = (orders: string, cents: string) =>
    `await shop.reports.publish({ customerId: 1, orders: ${orders}, totalCents: ${cents} }${key});`;
  const lines = {
    "read again": [
      "const all = await shop.orders.pending().toArray();",
      publish("all.length", "all.reduce((sum, order) => sum + order.totalCents, 0)"),
    ],
    "in a variable": [memory === "counted" ? publish("counted", "sum") : publish("count", "total")],
    "before the cursor": [publish("count.value", "total.value")],
    "after the cursor": [publish("count.value", "total.value")],
  }[report.sum];
  return inStepOfItsOwn ? ['await job.step("report", async () => {', ...indented(lines), "});"] : lines;
}
