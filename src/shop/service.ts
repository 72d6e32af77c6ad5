// One outside service: it has its effect once for each key, remembers its answers and writes to the ledger.
import { isDeepStrictEqual } from "node:util";
import { IdempotencyKeyReusedError, ServiceRefusedError } from "./errors.ts";
import { checkKey, type RequestOptions } from "./idempotency-key.ts";
import type { RecordedLedger } from "./ledger.ts";
import type { Outside, ServiceName } from "./outside.ts";

/** The answer of a service: the request with the id that the service gave it. Ids count a service's effects from 1. */
export type Answer<Request extends object> = Readonly<Request & { id: number }>;

/** A request that had its effect, with what the service remembers of it. */
interface Accepted<Request extends object> {
  readonly request: Request;
  readonly answer: Answer<Request>;
  readonly key: string | undefined;
}

/** What a service knew at some moment: the beginning of a list that only grows. */
export interface ServiceMark {
  readonly service: Service<never>;
  readonly count: number;
}

export class Service<Request extends object> {
  readonly #name: ServiceName;
  readonly #ledger: RecordedLedger;
  /** What another service knew at a mark comes first; it is not copied. */
  readonly #base: ServiceMark | undefined;
  readonly #accepted: Accepted<Request>[] = [];
  readonly #remembered = new Map<string, Accepted<Request>>();
  readonly #refused: ReadonlySet<string>;
  readonly #isSame: (first: Request, second: Request) => boolean;

  /**
   * @param refused names of the effects that this service refuses
   * @param base what the service knows to begin with; nothing when left out
   * @param isSame whether two requests with one key are the same; when left out, they have to tell the same in every part
   */
  constructor(
    name: ServiceName,
    ledger: RecordedLedger,
    refused: ReadonlySet<string>,
    base?: ServiceMark,
    isSame: (first: Request, second: Request) => boolean = isDeepStrictEqual,
  ) {
    this.#name = name;
    this.#ledger = ledger;
    this.#refused = refused;
    this.#base = base;
    this.#isSame = isSame;
  }

  /** The answers of all requests that had their effect, in order. */
  get answers(): readonly Answer<Request>[] {
    const own = this.#accepted.map(({ answer }) => answer);
    if (!this.#base) return own;
    return [...(this.#base.service.answers as readonly Answer<Request>[]).slice(0, this.#base.count), ...own];
  }

  /** What the service knows now. Costs the same however much that is. */
  mark(): ServiceMark {
    return { service: this as unknown as Service<never>, count: this.#count };
  }

  get #count(): number {
    return (this.#base?.count ?? 0) + this.#accepted.length;
  }

  /**
   * Sends a request to the service. Not async, though it returns a promise: its callers are.
   *
   * @param outside what the call has to cross.
   * @param verb what is done, and with `item` the name of the effect in the ledger: "charge 17".
   * @param item what it is done about.
   * @param request everything the service is told.
   * @param options the idempotency key, if any.
   * @param amountCents what is charged, reported or booked; mails have none.
   * @throws InvalidIdempotencyKeyError before the call leaves the process.
   * @throws IdempotencyKeyReusedError as the service's answer, when the key belongs to a different request.
   * @throws ServiceRefusedError as the service's answer, when it refuses this effect.
   */
  send(
    outside: Outside,
    verb: string,
    item: string,
    request: Request,
    { key }: RequestOptions,
    amountCents?: number,
  ): Promise<Answer<Request>> {
    checkKey(key);
    const service = this.#name;
    const effect = `${verb} ${item}`;
    const call = key === undefined ? { service, effect, verb, item } : { service, effect, verb, item, key };
    return outside(call, () => {
      if (this.#refused.has(effect)) throw new ServiceRefusedError(this.#name, effect);
      const known = this.#known(request, key);
      const answer = known ?? this.#have(request, key);
      this.#ledger.append(service, effect, verb, item, request, known !== undefined, key, amountCents, answer.id);
      return answer;
    });
  }

  #known(request: Request, key: string | undefined): Answer<Request> | undefined {
    if (key === undefined) return undefined;
    const first = this.#firstWith(key);
    if (first === undefined) return undefined;
    if (!this.#isSame(first.request, request)) throw new IdempotencyKeyReusedError(key, first.request, request);
    return first.answer;
  }

  /** The request that came first with a key. Answers are numbered: those above a mark's count came after it. */
  #firstWith(key: string): Accepted<Request> | undefined {
    const own = this.#remembered.get(key);
    if (own || !this.#base) return own;
    const { service, count } = this.#base;
    const before = (service as unknown as Service<Request>).#firstWith(key);
    return before && before.answer.id <= count ? before : undefined;
  }

  #have(request: Request, key: string | undefined): Answer<Request> {
    const answer = Object.freeze({ id: this.#count + 1, ...request });
    const accepted = { request, answer, key };
    this.#accepted.push(accepted);
    if (key !== undefined) this.#remembered.set(key, accepted);
    return answer;
  }
}
