// What every queue must do in all its roles, whatever it is made of. A queue's own test calls this with a way to make one.
import { describeEnqueuer } from "./enqueuer.contract.ts";
import { describeLessor } from "./lessor.contract.ts";
import { describeOffice } from "./office.contract.ts";
import type { MakeQueue } from "./queue-setting.ts";
import { describeSettler } from "./settler.contract.ts";

/** @param makeQueue makes an empty queue whose time comes from the clock */
export function describeQueue(name: string, makeQueue: MakeQueue): void {
  describeEnqueuer(`${name} takes jobs up`, makeQueue);
  describeLessor(`${name} hands out leases`, makeQueue);
  describeSettler(`${name} settles leases`, makeQueue);
  describeOffice(`${name} for those who look after it`, makeQueue);
}
