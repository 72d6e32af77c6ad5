import { openShop, pendingOrders } from "#shop";
import { explore } from "#simulation";
import { chargeOrders } from "../../solutions/03-cursors/exercise.ts";
const n = Number(process.argv[2]);
const ids = Array.from({ length: n }, (_, i) => i + 1);
const { rows } = openShop({ orders: pendingOrders(...ids) });
for (let i = 0; i < Number(process.argv[3]); i++) {
  const t = performance.now();
  const e = await explore(chargeOrders, {
    args: { day: "2026-11-22" },
    shop: () => openShop(rows),
    effects: ids.map((id) => `charge ${id}`),
  });
  console.log(n, (performance.now() - t).toFixed(1), e.runs, e.points, e.flaw);
}
