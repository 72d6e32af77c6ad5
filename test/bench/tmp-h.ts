import { registerFreshModules } from "#simulation/modules";
registerFreshModules();
const { readSubject } = await import("#catalogue");
const { Explorer } = await import("../../src/simulation/explore/explorer.ts");
const { faultsOf } = await import("../../src/simulation/explore/exploration.ts");
const { replayToken } = await import("#simulation");
const { job, scenarios } = await readSubject("05-batch-checkpoints", "solutions/05-batch-checkpoints/side-by-side.ts");
const s = scenarios[0]!;
const ex = new Explorer((s.job ?? job) as never, { ...s, maxStates: 3000 } as never);
await ex.explore(s.args as never);
const eff = new Set<string>(),
  prog = new Set<string>(),
  q = new Set<string>(),
  all = new Set<string>();
for (const n of ex.nodes) {
  const l = n.state.shop.ledger;
  const e = l.ledger.effects
    .slice(0, l.effectCount)
    .map((x) => x.effect)
    .toSorted()
    .join();
  const p = JSON.stringify(n.state.progress),
    k =
      JSON.stringify(n.state.queue.jobs.map((j) => [j.job.progress, j.job.tally?.interruptions])) +
      n.state.queue.dead.length;
  eff.add(e);
  prog.add(p);
  q.add(k);
  all.add(e + p);
}
console.log(ex.nodes.length, eff.size, prog.size, q.size, all.size);
console.log([...prog].slice(0, 10), [...q].slice(0, 10));
for (const n of ex.nodes.slice(-5)) console.log(replayToken(faultsOf(n)));
const byCount = new Map<number, number>();
for (const e of eff) byCount.set(e.split(",").length, (byCount.get(e.split(",").length) ?? 0) + 1);
console.log(byCount, [...eff].slice(200, 210));
