import { openShop, pendingOrders } from "#shop";
import { Explorer } from "../../src/simulation/explore/explorer.ts";
import { faultsOf } from "../../src/simulation/explore/exploration.ts";
import { replayToken } from "#simulation";
import { chargeOrders } from "../../solutions/03-cursors/exercise.ts";
const ex = new Explorer(chargeOrders as never, { args: { day: "2026-11-22" }, shop: () => openShop({ orders: pendingOrders(1, 2) }), effects: ["charge 1", "charge 2"] });
await ex.explore({ day: "2026-11-22" } as never);
for (const n of ex.nodes) console.log(replayToken(faultsOf(n)), JSON.stringify(n.state.progress), n.state.shop.ledger.effectCount, JSON.stringify(n.state.queue.jobs.map(j => [j.job.progress, j.job.tally, j.leasedUntil])));
