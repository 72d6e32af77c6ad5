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
}

/** The ledger at some moment: the beginnings of two lists that only grow. */
export interface LedgerMark {
  readonly requests: readonly LedgerRequest[];
  readonly effects: readonly LedgerRequest[];
  readonly requestCount: number;
  readonly effectCount: number;
}

type Writable<Row> = { -readonly [Name in keyof Row]: Row[Name] };

export class RecordedLedger implements Ledger {
  readonly #requests: LedgerRequest[];
  readonly #effects: LedgerRequest[];

  /** @param mark what the ledger holds to begin with; nothing when left out */
  constructor(mark?: LedgerMark) {
    this.#requests = mark?.requests.slice(0, mark.requestCount) ?? [];
    this.#effects = mark?.effects.slice(0, mark.effectCount) ?? [];
  }

  /** The ledger as it is now. Costs the same however long it is. */
  mark(): LedgerMark {
    return {
      requests: this.#requests,
      effects: this.#effects,
      requestCount: this.#requests.length,
      effectCount: this.#effects.length,
    };
  }

  get requests(): readonly LedgerRequest[] {
    return this.#requests;
  }

  get effects(): readonly LedgerRequest[] {
    return this.#effects;
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
  ): void {
    const number = this.#requests.length + 1;
    // Put together by hand: spreading costs more than all the rest of a request, and proofs make millions of them.
    const entry: Writable<LedgerRequest> = { number, service, effect, verb, item, request, repeated };
    if (key !== undefined) entry.key = key;
    if (amountCents !== undefined) entry.amountCents = amountCents;
    Object.freeze(entry);
    this.#requests.push(entry);
    if (!entry.repeated) this.#effects.push(entry);
  }
}
