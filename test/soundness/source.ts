// The source of a job: what a person reads when the judge finds something, and what is run.
import type { Budgets, Recipe } from "./recipe.ts";
import { guardLines, noLoop, orderLines } from "./source-order.ts";
import { conditionText, indented, keyText, type Lines, optionsText } from "./source-parts.ts";
import { openingLines, performLines, reportLines, sumDeclarations } from "./source-perform.ts";

/** Writes a recipe down as the body of a module, which returns what the module exports. */
export function sourceOf(recipe: Recipe): string {
  const isIteration = recipe.shape.startsWith("iteration");
  return [
    ...(recipe.note ? mailJob("sendNote", "note", recipe.note.mailKey) : []),
    ...(recipe.followUps ? mailJob("sendReceipt", "receipt", recipe.followUps.mailKey) : []),
    ...variables(recipe),
    ...(isIteration ? iteration(recipe) : stepsJob(recipe)),
    `return { job: chargeOrders${recipe.note ? ", note: sendNote" : ""}${recipe.followUps ? ", receipt: sendReceipt" : ""} };`,
    "",
  ].join("\n");
}

function variables(recipe: Recipe): Lines {
  const { memory } = recipe;
  const declared = {
    none: [],
    "guard before": ["const done = new Set();"],
    "guard after": ["const done = new Set();"],
    "cached rows": ["let rows;"],
    "filled by a step": ["const loaded = new Map();"],
    counted: ["let counted = 0;", "let sum = 0;"],
  }[memory];
  const warm = JSON.stringify(recipe).includes('"again in this process"') ? ["let warm = false;"] : [];
  return declared.length + warm.length > 0 ? [...declared, ...warm, ""] : [];
}

const mailJob = (variable: string, template: string, key: Recipe["key"]): Lines => [
  `const ${variable} = defineJob({`,
  `  name: "send_${template}",`,
  "  async perform({ id }, job, shop) {",
  `    await shop.mailer.deliver({ template: "${template}", about: id, to: "c@mail.example" }` +
    `${optionsText({ key: keyText(key, template, "id") })});`,
  "  },",
  "});",
  "",
];

const isChain = ({ shape }: Recipe): boolean => shape === "chain" || shape === "chain in perform";

const stepsJob = (recipe: Recipe): Lines => [
  "const chargeOrders = defineJob({",
  ...indented([
    'name: "charge_orders",',
    ...budgetLines(recipe.budgets),
    `async perform(${isChain(recipe) ? "{ ids }" : "_args"}, job, shop) {`,
    ...indented(performLines(recipe)),
    "},",
    ...followUpLines(recipe),
  ]),
  "});",
];

function iteration(recipe: Recipe): Lines {
  const { shape, orders, report } = recipe;
  const isArray = shape === "iteration of an array";
  const source = isArray ? `enumerate.array([${orders.join(", ")}])` : "enumerate.records(shop.orders.pending())";
  const item = [
    ...(isArray ? ["const order = await shop.orders.find(id);"] : []),
    ...(report?.sum === "before the cursor" ? sumDeclarations(recipe) : []),
    ...orderLines(recipe, [], noLoop),
  ];
  const opening = openingLines({ ...recipe, report: undefined }).filter((line) => !line.startsWith("const begun"));
  const hasClock = JSON.stringify(recipe).includes('"elapsed"');
  return [
    ...(hasClock ? ["let begun = 0;", ""] : []),
    "const chargeOrders = defineIteration({",
    ...indented([
      'name: "charge_orders",',
      ...budgetLines(recipe.budgets),
      "async build(_args, enumerate, job, shop) {",
      ...indented([...(hasClock ? ["begun = Date.now();"] : []), ...opening, `return ${source};`]),
      "},",
      `async each(${isArray ? "id" : "order"}, _args, job, shop) {`,
      ...indented(item),
      "},",
      ...completeLines(recipe),
      ...followUpLines(recipe),
    ]),
    "});",
  ];
}

function completeLines(recipe: Recipe): Lines {
  const atTheEnd = guardLines(recipe, "at the end", noLoop);
  if (!recipe.report && atTheEnd.length === 0) return [];
  const declared = recipe.report?.sum === "before the cursor" ? sumDeclarations(recipe) : [];
  return [
    "async onComplete(_args, job, shop) {",
    ...indented([...declared, ...atTheEnd, ...reportLines(recipe, false)]),
    "},",
  ];
}

/** What follows the job: the rest of a chain, and receipts. */
function followUpLines(recipe: Recipe): Lines {
  const { followUps, orders, shape, link } = recipe;
  const receipts = followUps ? orders.slice(0, followUps.count).map((id) => receiptText(followUps, id)) : [];
  const list =
    receipts.length > 1 ? `[\n${receipts.map((one) => `    ${one},\n`).join("")}  ]` : `[${receipts.join("")}]`;
  const none = followUps?.noneWhen ? `${conditionText(followUps.noneWhen)} ? [] : ` : "";
  if (!isChain(recipe)) return receipts.length > 0 ? [`followUps: (_args, job) => ${none}${list},`] : [];
  if (shape === "chain in perform") {
    return receipts.length > 0 ? [`followUps: ({ ids }, job) => ids.length > 1 ? [] : ${none}${list},`] : [];
  }
  const next = `jobRequest(chargeOrders, { ids: rest }${optionsText({ key: keyText(link, "next", "rest[0]") })})`;
  return [`followUps: ({ ids: [, ...rest] }, job) => rest.length > 0 ? [${next}] : ${none}${list},`];
}

function receiptText({ key, wait, waitWhen }: NonNullable<Recipe["followUps"]>, id: number): string {
  const options = {
    key: keyText(key, "receipt", String(id)),
    wait: waitWhen ? `${conditionText(waitWhen)} ? 60_000 : ${wait ?? 0}` : wait,
  };
  return `jobRequest(sendReceipt, { id: ${id} }${optionsText(options)})`;
}

function budgetLines({ retryOn, discardOn, rescueFrom, stopWhen, ...plain }: Budgets): Lines {
  const wait = retryOn?.wait === "longer each time" ? "(failures) => failures * 1_000" : retryOn?.wait;
  return [
    ...Object.entries(plain).map(([name, value]) => `${name}: ${JSON.stringify(value)},`),
    ...(retryOn ? [`retryOn: [{ errors: Error, attempts: ${retryOn.attempts}, wait: ${wait} }],`] : []),
    ...(discardOn ? ["discardOn: [{ errors: Error }],"] : []),
    ...(rescueFrom ? ["rescueFrom: [{ errors: Error, handle: () => {} }],"] : []),
    ...(stopWhen ? [`stopReason: (job) => ${conditionText(stopWhen)} ? "enough" : undefined,`] : []),
  ];
}
