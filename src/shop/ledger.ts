// What the outside world saw: every request that reached a service, in order.
import type { ServiceName } from "./outside.ts";

/** A request that reached a service. One that the service refused with an error is not in the ledger. */
export interface LedgerRequest {
  /** Counts from 1 over all services. */
  readonly number: number;
  readonly service: ServiceName;
  /** "charge 17", "receipt 17", "report 5" */
  readonly effect: string;
  /** Its two parts: "charge", and what it is about, "17". */
  readonly verb: string;
  readonly item: string;
  readonly key?: string;
  /** What was charged, reported or booked; mails have none. */
  readonly amountCents?: number;
  /** The id in the service's answer: it counts the effects of that service, and is the same for a repeat. */
  readonly answerId: number;
  /** What the service was told, such as { template: "receipt", about: 17, to: "customer@mail.example" }. */
  readonly request: object;
  /** True when the service knew the key, returned its first answer and did nothing else. */
  readonly repeated: boolean;
}

/** The record that a check reads after a job. Both lists grow while jobs work. */
export interface Ledger {
  readonly requests: readonly LedgerRequest[];
  /** Only the requests that had their effect, not those that were repeated. */
  readonly effects: readonly LedgerRequest[];
  readonly effectCount: number;
  /** The last request since the shop was opened or reopened. */
  readonly last: LedgerRequest | undefined;
}

/** The ledger at some moment. */
export interface LedgerMark {
  readonly ledger: RecordedLedger;
  readonly requestCount: number;
  readonly effectCount: number;
}

type Writable<Row> = { -readonly [Name in keyof Row]: Row[Name] };

export class RecordedLedger implements Ledger {
  /** What another ledger had at a mark comes first; it is not copied. */
  readonly #base: LedgerMark | undefined;
  readonly #requests: LedgerRequest[] = [];
  readonly #effects: LedgerRequest[] = [];
  #last: LedgerRequest | undefined;

  /** @param base what the ledger holds to begin with; nothing when left out */
  constructor(base?: LedgerMark) {
    this.#base = base;
  }

  /** The ledger as it is now. Costs the same however long it is. */
  mark(): LedgerMark {
    return { ledger: this, requestCount: this.requestCount, effectCount: this.effectCount };
  }

  get requestCount(): number {
    return (this.#base?.requestCount ?? 0) + this.#requests.length;
  }

  get effectCount(): number {
    return (this.#base?.effectCount ?? 0) + this.#effects.length;
  }

  /** The last request since the ledger was opened. */
  get last(): LedgerRequest | undefined {
    return this.#last;
  }

  get requests(): readonly LedgerRequest[] {
    if (!this.#base) return this.#requests;
    return [...this.#base.ledger.requests.slice(0, this.#base.requestCount), ...this.#requests];
  }

  get effects(): readonly LedgerRequest[] {
    if (!this.#base) return this.#effects;
    return [...this.#base.ledger.effects.slice(0, this.#base.effectCount), ...this.#effects];
  }

  /** Records a request; the ledger gives it its number. */
  append(
    service: ServiceName,
    effect: string,
    verb: string,
    item: string,
    request: object,
    repeated: boolean,
    key: string | undefined,
    amountCents: number | undefined,
    answerId: number,
  ): void {
    const number = this.requestCount + 1;
    // Put together by hand: spreading costs more than all the rest of a request, and proofs make millions of them.
    const entry: Writable<LedgerRequest> = { number, service, effect, verb, item, answerId, request, repeated };
    if (key !== undefined) entry.key = key;
    if (amountCents !== undefined) entry.amountCents = amountCents;
    Object.freeze(entry);
    this.#last = entry;
    this.#requests.push(entry);
    if (!entry.repeated) this.#effects.push(entry);
  }
}
