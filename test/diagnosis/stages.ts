// Exercises on their way from the starter to an answer, written as people write them: from the top, line by line. None of
// them is a mistake yet.

/** What an exercise may be said to look like at a stage: nothing, or what is true of it. */
export interface Stage {
  readonly title: string;
  readonly text: string;
  /** A part of what may be said. */
  readonly trueOfIt?: RegExp;
}

const head = `import { defineJob, jobRequest, minutes } from "#jobs";\n`;
const notYet = `throw new Error('Not written yet: open exercise.ts and read "Your task" in the README beside it.');`;

const find = "const order = await shop.orders.find(orderId);";
const charge = `${find} await shop.payments.charge(order, { key: \`charge:\${orderId}\` });`;
const mail = (template: string, to: string): string => `${find}
    const customer = await shop.customers.find(order.customerId);
    await shop.mailer.deliver({ template: "${template}", about: orderId, to: ${to} }, { key: \`${template}:\${orderId}\` });`;
const chain = {
  charge: notYet,
  afterCharge: "return [];",
  afterReceipt: "return [];",
  review: notYet,
  note: notYet,
};
const chaining = (parts: Partial<typeof chain>): string => {
  const { charge: perform, afterCharge, afterReceipt, review, note } = { ...chain, ...parts };
  const job = (name: string, wire: string, body: string, after?: string): string => `
export const ${name} = defineJob({
  name: "${wire}",
  async perform({ orderId }, job, shop) { ${body} },
  ${after === undefined ? "" : `async followUps({ orderId }, job, shop) { ${after} },`}
});`;
  return [
    head,
    job("chargeOrder", "charge_order", perform, afterCharge),
    job("sendReceipt", "send_receipt", mail("receipt", "customer.email"), afterReceipt),
    job("askForReview", "ask_for_review", review),
    job("noteForWarehouse", "note_for_warehouse", note),
  ].join("\n");
};
const toReceipt = "jobRequest(sendReceipt, { orderId })";
const toReview = "return [jobRequest(askForReview, { orderId }, { wait: minutes(5) })];";
const toNote = `${find} const first = await shop.orders.of(order.customerId).first();
    return [${toReceipt}, ...(first.id === orderId ? [jobRequest(noteForWarehouse, { orderId })] : [])];`;
const review = mail("review-request", "customer.email");
const note = mail("warehouse-note", `"warehouse@shop.example"`);

const importing = (body: string, more = ""): string => `${head}
export const addresses = { marketplace: "imports@market.example", office: "office@shop.example", warehouse: "warehouse@shop.example" };
export const printPickList = defineJob({
  name: "print_pick_list",
  async perform({ file }, job, shop) {
    await shop.mailer.deliver({ template: "pick-list", about: file, to: addresses.warehouse }, { key: \`pick-list:\${job.id}\` });
  },
});
const ordersIn = (rows) => rows.map(({ reference, total_cents }, index) => {
  if (!reference || !/^\\d+$/.test(total_cents)) throw new Error(\`line \${index + 2} is bad\`);
  return { reference, totalCents: Number(total_cents) };
});
export const importOrders = defineJob({
  name: "import_orders",
  async perform({ file }, job, shop) { ${body} },
  ${more}
});`;
const accepted = `await shop.mailer.deliver({ template: "accepted", about: file, to: addresses.marketplace }, { key: \`accepted:\${job.id}\` });`;
const validate = `await job.step("validate", async () => { ordersIn(await shop.files.rows(file)); ${accepted} });`;
const load = `await job.step("load", { isolated: true }, async () => {
  for (const order of ordersIn(await shop.files.rows(file))) await shop.marketplace.book(order, { key: \`book:\${order.reference}\` });
});`;
const notify = `await job.step("notify", async () => {
  const { length } = await shop.files.rows(file);
  const mail = { template: "imported", about: \`\${length} orders from \${file}\`, to: addresses.office };
  await shop.mailer.deliver(mail, { key: \`imported:\${job.id}\` });
});`;

const cursors = (body: string, market: string = notYet): string => `${head}
export const chargeOrders = defineJob({ name: "charge_orders", async perform({ day }, job, shop) { ${body} } });
export const bookMarketOrders = defineJob({ name: "book_market_orders", async perform(_args, job, shop) { ${market} } });`;
const chargeOne = "await shop.payments.charge(order, { key: `charge:${order.id}` });";
const bookOne = "await shop.marketplace.book(order, { key: `book:${order.reference}` });";
const chargeAll = `await job.step("charge", async (step) => {
  for await (const order of shop.orders.pending({ day }).after(step.cursor)) { ${chargeOne} await step.set(order.id); }
});`;

const nested = (body: string, daily: string = notYet): string => `${head}
export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }, job, shop) { await job.step("statements", async (step) => { ${body} }); },
});
export const sendDailyStatements = defineJob({
  name: "send_daily_statements",
  async perform({ days }, job, shop) { await job.step("statements", async (step) => { ${daily} }); },
});`;
const statement =
  'await shop.mailer.deliver({ template: "statement", about: order.id, to: customer.email }, { key: `statement:${month}:${order.id}` });';
const report = `const orders = await shop.orders.of(customer).toArray();
  const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
  await shop.reports.publish({ customerId: customer.id, orders: orders.length, totalCents }, { key: \`report:\${month}:\${customer.id}\` });`;
const statements = `for await (const customer of shop.customers.from(step.cursor?.customer)) {
  const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
  for await (const order of shop.orders.of(customer).after(last)) { ${statement} await step.set({ customer: customer.id, order: order.id }); }
  ${report}
  await step.set({ customer: customer.id + 1 });
}`;
const dailyAll = `for (const day of days) for await (const customer of shop.customers.from())
  for await (const order of shop.orders.of(customer)) {
    if (order.day !== day) continue;
    await shop.mailer.deliver({ template: "statement", about: order.id, to: customer.email }, { key: \`statement:\${day}:\${order.id}\` });
  }`;

const batches = (
  mailTo: string,
  save = "await step.set(number); await send(batch, shop);",
  after = "",
): string => `${head}
export const campaignJob = (batchSize) => defineJob({
  name: "send_campaign",
  async perform({ campaignId }, job, shop) {
    await job.step("send", async (step) => {
      const done = step.cursor ?? 0;
      let number = 0;
      let batch = [];
      for await (const recipient of shop.campaigns.recipients(campaignId)) {
        batch.push(mailTo(recipient));
        if (batch.length < batchSize) continue;
        number += 1;
        if (number > done) { ${save} }
        batch = [];
      }
      ${after}
    });
  },
});
async function send(mails, shop) { for (const mail of mails) await shop.mailer.deliver(mail); }
function mailTo(recipient) { ${mailTo} }
export const sendCampaign = campaignJob(50);`;
const offer = 'return { template: "offer", about: recipient.id, to: recipient.email };';

/** By lesson. */
export const stages: Readonly<Record<string, readonly Stage[]>> = {
  "01-chaining": [
    { title: "the starter", text: chaining({}) },
    { title: "finds the order", text: chaining({ charge: find }) },
    { title: "charges without a key", text: chaining({ charge: `${find} await shop.payments.charge(order);` }) },
    { title: "charges", text: chaining({ charge }) },
    { title: "charges, and the receipt follows", text: chaining({ charge, afterCharge: `return [${toReceipt}];` }) },
    {
      title: "the receipt follows, and the review that is not written",
      text: chaining({ charge, afterCharge: `return [${toReceipt}];`, afterReceipt: toReview }),
    },
    {
      title: "the review is written, but not the note",
      text: chaining({ charge, afterCharge: `return [${toReceipt}];`, afterReceipt: toReview, review }),
    },
    {
      title: "the note is written, and follows nothing",
      text: chaining({ charge, afterCharge: `return [${toReceipt}];`, afterReceipt: toReview, review, note }),
    },
    { title: "the note follows, but no review", text: chaining({ charge, afterCharge: toNote, note }) },
    {
      title: "the note follows every order, so far",
      text: chaining({
        charge,
        afterCharge: `return [${toReceipt}, jobRequest(noteForWarehouse, { orderId })];`,
        afterReceipt: toReview,
        review,
        note,
      }),
      trueOfIt: /a customer who has ordered before/,
    },
    { title: "all", text: chaining({ charge, afterCharge: toNote, afterReceipt: toReview, review, note }) },
  ],
  "02-steps": [
    { title: "the starter", text: importing(notYet) },
    { title: "mails that the file is accepted", text: importing(accepted) },
    { title: "validates", text: importing(validate) },
    { title: "validates and loads", text: importing(validate + load) },
    { title: "all three steps", text: importing(validate + load + notify) },
    {
      title: "the follow-up, and no step to load",
      text: importing(validate + notify, "followUps: ({ file }) => [jobRequest(printPickList, { file })],"),
    },
    {
      title: "all",
      text: importing(validate + load + notify, "followUps: ({ file }) => [jobRequest(printPickList, { file })],"),
    },
  ],
  "03-cursors": [
    { title: "the starter", text: cursors(notYet) },
    { title: "an empty loop", text: cursors("for await (const order of shop.orders.pending({ day })) {}") },
    {
      title: "a loop without a step",
      text: cursors(`for await (const order of shop.orders.pending({ day })) { ${chargeOne} }`),
      trueOfIt: /No cursor is saved before the last order/,
    },
    {
      title: "a step without a cursor",
      text: cursors(
        `await job.step("charge", async (step) => { for await (const order of shop.orders.pending({ day })) { ${chargeOne} } });`,
      ),
      trueOfIt: /No cursor is saved before the last order/,
    },
    {
      title: "a step that saves, and does not go on there",
      text: cursors(
        `await job.step("charge", async (step) => { for await (const order of shop.orders.pending({ day })) { ${chargeOne} await step.set(order.id); } });`,
      ),
      trueOfIt: /each execution begins with the first order/,
    },
    { title: "the first job", text: cursors(chargeAll) },
    {
      title: "a loop of market orders without a step",
      text: cursors(chargeAll, `for await (const order of shop.marketplace.orders()) { ${bookOne} }`),
      trueOfIt: /Books in a loop without a step/,
    },
    {
      title: "an empty loop of market orders",
      text: cursors(chargeAll, "for await (const order of shop.marketplace.orders()) {}"),
    },
  ],
  "04-nested-iteration": [
    { title: "the starter", text: nested(notYet) },
    {
      title: "customers only",
      text: nested("for await (const customer of shop.customers.from(step.cursor?.customer)) {}"),
    },
    {
      title: "statements only",
      text: nested(
        `for await (const customer of shop.customers.from()) for await (const order of shop.orders.of(customer)) { ${statement} }`,
      ),
    },
    {
      title: "statements with a cursor",
      text: nested(
        `for await (const customer of shop.customers.from(step.cursor?.customer)) for await (const order of shop.orders.of(customer)) { ${statement} await step.set({ customer: customer.id, order: order.id }); }`,
      ),
    },
    {
      title: "reports only",
      text: nested(`for await (const customer of shop.customers.from()) { ${report} }`),
    },
    {
      title: "both, and no cursor",
      text: nested(
        `for await (const customer of shop.customers.from()) { for await (const order of shop.orders.of(customer)) { ${statement} } ${report} }`,
      ),
    },
    { title: "the first job", text: nested(statements) },
    { title: "an empty loop over days", text: nested(statements, "for (const day of days) {}") },
    { title: "daily statements without a cursor", text: nested(statements, dailyAll) },
  ],
  "05-batch-checkpoints": [
    { title: "the starter", text: batches(notYet) },
    {
      title: "mails",
      text: batches(offer),
      trueOfIt: /leaves the rest of the starter as it was|before the batch|before it is sent/,
    },
    {
      title: "saves after the batch",
      text: batches(offer, "await send(batch, shop); await step.set(number);"),
      trueOfIt: /still sends a batch only when it is full/,
    },
    {
      title: "sends the last batch",
      text: batches(offer, "await send(batch, shop); await step.set(number);", "await send(batch, shop);"),
      trueOfIt: /has a key|how many batches are done/,
    },
  ],
};
