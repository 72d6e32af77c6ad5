// CSV as the world writes it: quotes, line ends, a byte order mark, pieces; broken, and left unread.
import { describe, expect, it } from "vitest";
import { CsvFormatError, type CsvOptions, type CsvSource, Enumerate, enqueue, type Json } from "#jobs";
import { settle, stopAtQuestion } from "../setting.ts";
import { collecting, newSetting, pairsOf, runThroughInAllWays } from "./setting.ts";

const rows = async (source: CsvSource, options?: CsvOptions, cursor?: Json) =>
  (await pairsOf(new Enumerate(cursor).csv(source, options))) as [unknown, number][];
const items = async (source: CsvSource, options?: CsvOptions) => (await rows(source, options)).map(([row]) => row);

const fruit = 'name,qty\napple,1\n"pear, green",2\n"pl""um\nblue",3\n';
const fruitRows = [
  { name: "apple", qty: "1" },
  { name: "pear, green", qty: "2" },
  { name: 'pl"um\nblue', qty: "3" },
];
const lines = (count: number) => `n\n${Array.from({ length: count }, (_, index) => index).join("\n")}\n`;

/** A source in pieces that tells whether it was closed. */
function pieces(...parts: (string | Uint8Array)[]) {
  const state = { closed: false, given: 0 };
  async function* source() {
    try {
      for (const part of parts) {
        state.given += 1;
        yield part;
      }
    } finally {
      state.closed = true;
    }
  }
  return { state, source: source() };
}

describe("csv", () => {
  it.each<[string, CsvSource]>([
    ["plain text", fruit],
    ["lines that end with CRLF", fruit.replaceAll(/(?<!um)\n/g, "\r\n")],
    ["a byte order mark", `\uFEFF${fruit}`],
    ["no line end at the end", fruit.trimEnd()],
    ["blank lines", fruit.replace("apple", "\napple")],
    ["one character at a time", pieces(...fruit.split("")).source],
    ["one byte at a time", pieces(...[...new TextEncoder().encode(fruit)].map((byte) => Uint8Array.of(byte))).source],
  ])("reads %s", async (_name, source) => {
    expect(await items(source)).toEqual(fruitRows);
  });

  it("reads characters that are torn apart", async () => {
    const bytes = new TextEncoder().encode("name\nčřž 漢字 🍐\n");
    const { source } = pieces(...[...bytes].map((byte) => Uint8Array.of(byte)));
    expect(await items(source)).toEqual([{ name: "čřž 漢字 🍐" }]);
  });

  it("gives arrays when there are no headers", async () => {
    expect(await rows("1,a\n2,b\n", { headers: false })).toEqual([
      [["1", "a"], 0],
      [["2", "b"], 1],
    ]);
  });

  it("takes another delimiter", async () => {
    expect(await items("a;b\n1;2,5\n", { delimiter: ";" })).toEqual([{ a: "1", b: "2,5" }]);
  });

  it("gives nothing for a header alone, or nothing at all", async () => {
    expect(await items("name,qty\n")).toEqual([]);
    expect(await items("")).toEqual([]);
  });

  it("counts rows from 0 after the header, and begins after the cursor", async () => {
    expect((await rows(lines(11))).map(([, cursor]) => cursor)).toEqual([...Array(11).keys()]);
    expect((await rows(lines(11), {}, 9)).map(([, cursor]) => cursor)).toEqual([10]);
    expect(await rows(lines(11), {}, 10)).toEqual([]);
  });

  it("gives each row once, wherever the job is stopped", async () => {
    const { results } = await runThroughInAllWays((enumerate) => enumerate.csv(fruit));
    for (const done of results) expect(done).toEqual(fruitRows);
  });

  it.each([
    ["a quote that is never closed", 'name\n"apple\n', /line 2|line 3/],
    ["a row with a field too many", "a,b\n1,2\n1,2,3\n", /line 3/],
    ["a row with a field too few", "a,b\n1\n", /line 2/],
    ["a quote in the middle of a field", 'a\nx"y"\n', /line 2/],
  ])("says where %s is", async (_name, text, place) => {
    const reading = () => rows(text);
    await expect(reading()).rejects.toThrow(CsvFormatError);
    await expect(reading()).rejects.toThrow(/The CSV cannot be read: .*Mend that line/);
    await expect(reading()).rejects.toThrow(place);
  });

  it("keeps the rows before the broken one", async () => {
    const done: unknown[] = [];
    const job = collecting((enumerate) => enumerate.csv("a\n1\n2\nx,y\n3\n"), done);
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    const [outcome] = await drain([job]);
    expect(outcome).toMatchObject({
      kind: "failed",
      error: { name: "CsvFormatError" },
      progress: { current: { cursor: 1 } },
    });
    expect(done).toEqual([{ a: "1" }, { a: "2" }]);
  });

  it("passes on the error of a source that breaks off", async () => {
    const broken = async function* () {
      yield "a\n1\n";
      throw new Error("connection lost");
    };
    await expect(rows(broken())).rejects.toThrow(/^connection lost$/);
  });

  it("closes its source when it is stopped early, and has not read all of it", async () => {
    const { state, source } = pieces("n\n", ...Array.from({ length: 100_000 }, (_, index) => `${index}\n`));
    const done: unknown[] = [];
    const job = collecting((enumerate) => enumerate.csv(source), done);
    const { queue, perform } = newSetting();
    await enqueue(queue, job, null);
    await perform([job], { stopReason: stopAtQuestion(3) });
    await settle();
    expect(done).toHaveLength(3);
    expect(state.closed).toBe(true);
    expect(state.given).toBeLessThan(50_000);
  });
});

describe("csvBatches", () => {
  const batches = async (size: number, cursor?: number) =>
    (
      (await pairsOf(new Enumerate(cursor).csvBatches<{ n: string }>(lines(11), { size }))) as [
        { n: string }[],
        number,
      ][]
    ).map(([batch, last]) => [batch.map(({ n }) => Number(n)), last] as const);

  it("has the number of the last row as its cursor", async () => {
    expect(await batches(4)).toEqual([
      [[0, 1, 2, 3], 3],
      [[4, 5, 6, 7], 7],
      [[8, 9, 10], 10],
    ]);
    expect((await batches(2)).length).toBe(6);
    expect(await batches(2, 9)).toEqual([[[10], 10]]);
  });

  it.each([
    [2, 3],
    [2, 1],
    [3, 2],
    [5, 100],
  ])("loses and repeats nothing when %d rows a batch become %d", async (before, after) => {
    let size = before;
    const done: (readonly Record<string, string>[])[] = [];
    const job = collecting((enumerate) => enumerate.csvBatches(lines(11), { size }), done);
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, job, null);
    await perform([job], { stopReason: stopAtQuestion(2) });
    size = after;
    await drain([job]);
    expect(done.flat().map(({ n }) => Number(n))).toEqual([...Array(11).keys()]);
  });
});

describe("the name of a file", () => {
  it.each(["orders.csv", "my orders.csv", "data/2026 11.tsv", "orders.csv.gz", "C:\\data\\orders.CSV", "Orders.xlsx"])(
    "is not taken for its text: %s",
    (name) => {
      expect(() => new Enumerate(undefined).csv(name)).toThrow("needs the text of a file and not its name");
    },
  );

  it.each(["name", "a,b.csv", "file\norders.csv", "orders.csv\n"])(
    "is not seen where there is text: %j",
    async (text) => {
      await expect(rows(text)).resolves.toBeDefined();
    },
  );
});
