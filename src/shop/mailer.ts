// The mail service: delivers one message at a time.
import { InvalidRequestError } from "./errors.ts";
import type { RequestOptions } from "./idempotency-key.ts";
import type { Outside } from "./outside.ts";
import type { Answer, Service } from "./service.ts";

export interface Mail {
  /** Which text is sent: "receipt". */
  readonly template: string;
  /** What it is about, usually the id of a row: 17. */
  readonly about: number | string;
  /** The address. */
  readonly to: string;
}

export type Delivery = Answer<Mail>;

export interface Mailer {
  /**
   * Delivers a mail. In the ledger it is called `<template> <about>`: "receipt 17".
   *
   * @param mail template, what it is about, and the address.
   * @param options `key`: the idempotency key; without one, every call delivers.
   * @returns the delivery; for a repeat with the same key, the first one.
   * @throws InvalidRequestError when template, about or to is missing.
   * @throws InvalidIdempotencyKeyError when the key is empty or too long.
   * @throws IdempotencyKeyReusedError when the key was used for another mail.
   */
  deliver(mail: Mail, options?: RequestOptions): Promise<Delivery>;
}

/** The mailer of one process: the mail service as seen across `outside`. */
export class MailerAcross implements Mailer {
  readonly #post: Service<Mail>;
  readonly #outside: Outside;

  constructor(post: Service<Mail>, outside: Outside) {
    this.#post = post;
    this.#outside = outside;
  }

  async deliver(mail: Mail, options: RequestOptions = {}): Promise<Delivery> {
    checkMail(mail);
    const { template, about, to } = mail;
    return this.#post.send(this.#outside, template, `${about}`, { template, about, to }, options);
  }
}

function checkMail(mail: Partial<Mail> | undefined): void {
  const isAbout = typeof mail?.about === "number" || typeof mail?.about === "string";
  if (isAbout && isText(mail?.template) && isText(mail?.to)) return;
  throw new InvalidRequestError("mailer.deliver", mail, `{ template: "receipt", about: order.id, to: customer.email }`);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
