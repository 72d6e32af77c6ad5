// What a proof costs: states, time by number of items, executions a second on a small job, and the time to a first failure.
import type { JobDefinition } from "#jobs";
import { openShop, pendingOrders, type Shop } from "#shop";
import { explore } from "#simulation";
import { chargeOrders } from "../../solutions/03-cursors/exercise.ts";
import { chargeOrders as keyless } from "../wrong/03-cursors/no-key.ts";
import { median } from "./measure.ts";
import { type Row, whole } from "./table.ts";

type Job = JobDefinition<{ day: string }, Shop>;

const optionsFor = (count: number) => {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const { rows } = openShop({ orders: pendingOrders(...ids) });
  return { args: { day: "2026-11-22" }, shop: () => openShop(rows), effects: ids.map((id) => `charge ${id}`) };
};

const proof = (job: Job, count: number) => {
  const options = optionsFor(count);
  return () => explore(job, options);
};

/** Proofs of the reference solution, and the first failure of a wrong one. */
export async function proofs(): Promise<readonly Row[]> {
  const cases = [
    { name: "proof, 6 orders", run: proof(chargeOrders, 6), rounds: 9 },
    { name: "proof, 40 orders", run: proof(chargeOrders, 40), rounds: 9 },
    { name: "proof, 300 orders", run: proof(chargeOrders, 300), rounds: 3 },
    { name: "proof, 1,000 orders", run: proof(chargeOrders, 1_000), rounds: 1 },
    { name: "first failure (no key), 40 orders", run: proof(keyless, 40), rounds: 9 },
  ];
  const rows: Row[] = [];
  for (const { name, run, rounds } of cases) {
    const times: number[] = [];
    let { states, runs, points } = await run();
    for (let round = 0; round < rounds; round += 1) {
      const begin = performance.now();
      ({ states, runs, points } = await run());
      times.push(performance.now() - begin);
    }
    const ms = median(times);
    const perPoint = ((ms * 1_000) / points).toFixed(2);
    rows.push({
      case: name,
      ms: ms.toFixed(1),
      states: whole(states),
      executions: whole(runs),
      points: whole(points),
      "µs a point": perPoint,
    });
  }
  return rows;
}

/** What each kind of fault adds to the proof of forty orders. */
export async function priceOfFaults(): Promise<readonly Row[]> {
  const options = optionsFor(40);
  const cases = [
    { faults: "crashes alone", leavesOut: ["stops", "errors"] },
    { faults: "and SIGTERM", leavesOut: ["errors"] },
    { faults: "and services that fail", leavesOut: [] },
  ] as const;
  const rows: Row[] = [];
  for (const { faults, leavesOut } of cases) {
    const times: number[] = [];
    let found = await explore(chargeOrders, options, leavesOut);
    for (let round = 0; round < 15; round += 1) {
      const begin = performance.now();
      found = await explore(chargeOrders, options, leavesOut);
      times.push(performance.now() - begin);
    }
    const { states, runs, points } = found;
    rows.push({
      faults,
      ms: median(times).toFixed(1),
      states: whole(states),
      executions: whole(runs),
      points: whole(points),
    });
  }
  return rows;
}

/** Executions a second of a job with three orders: what a state costs, whatever is in it. */
export async function executionsPerSecond(): Promise<readonly Row[]> {
  const run = proof(chargeOrders, 3);
  const rates: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const begin = performance.now();
    let executions = 0;
    while (performance.now() - begin < 500) executions += (await run()).runs;
    rates.push((executions * 1_000) / (performance.now() - begin));
  }
  return [{ job: "three orders, charge and save", "executions/s": whole(median(rates.slice(1))) }];
}
