// Everything the shop can complain about. Messages say what was seen, then what to do; the data is in the fields.
import { shownValue } from "./shown-value.ts";

/** Raised when the shop cannot do what it was asked; the base of the family. */
export class ShopError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Raised when a row given to `openShop`, `place` or `placeAtMarket` cannot belong to this shop. */
export class InvalidRowError extends ShopError {
  readonly row: object;

  constructor(row: object, message: string) {
    super(message);
    this.row = row;
  }
}

/** Raised when a row is asked for by an id that no row has. */
export class RowNotFoundError extends ShopError {
  readonly noun: string;
  readonly id: number | string;

  /** @param key what rows of this kind are found by. */
  constructor(noun: string, id: number | string, key = "id") {
    super(
      `There is no ${noun} with the ${key} ${shownValue(id)}. ` +
        `Check the ${key}, and remember that the ${noun} may have been removed since you read it.`,
    );
    this.noun = noun;
    this.id = id;
  }
}

/** Raised when an option has a value that the shop cannot work with, such as a page size of zero. */
export class InvalidOptionError extends ShopError {
  readonly option: string;
  readonly value: unknown;

  /** @param mend what to pass, as the end of "Pass …". */
  constructor(option: string, value: unknown, mend: string) {
    super(`The option ${option} is ${shownValue(value)}, which the shop cannot use. Pass ${mend}.`);
    this.option = option;
    this.value = value;
  }
}

/** Raised when a service is called without something it needs, before anything left the process. */
export class InvalidRequestError extends ShopError {
  readonly call: string;
  readonly value: unknown;

  /** @param mend what to pass, as the end of "Pass …". */
  constructor(call: string, value: unknown, mend: string) {
    super(`${call} was given ${shownValue(value)}, which it cannot use. Pass ${mend}.`);
    this.call = call;
    this.value = value;
  }
}

/** Raised when a service refuses what it is asked for, such as a bank that declines a card. */
export class ServiceRefusedError extends ShopError {
  readonly service: string;
  readonly effect: string;

  constructor(service: string, effect: string) {
    super(`The ${service} service refuses "${effect}", and nothing was done.`);
    this.service = service;
    this.effect = effect;
  }
}

/** Raised when a service does not answer for a moment, as with status 503: asked again later, it may. */
export class ServiceUnavailableError extends ShopError {
  readonly effect: string;

  constructor(effect: string) {
    super(`The service is not available at the moment: "${effect}" was not done. Asked again later, it may be.`);
    this.effect = effect;
  }
}

/** Raised when the connection breaks before the answer is there: nobody on this side knows whether it was done. */
export class AnswerLostError extends ShopError {
  readonly effect: string;

  constructor(effect: string) {
    super(`The connection broke before the service had answered: "${effect}" may have been done, or not.`);
    this.effect = effect;
  }
}

/** Raised when a file is asked for that nobody delivered. */
export class FileNotFoundError extends ShopError {
  readonly file: string;

  constructor(file: string, there: readonly string[]) {
    const others = there.length === 0 ? "No files were delivered" : `Delivered were ${there.join(", ")}`;
    super(`There is no file ${shownValue(file)}. ${others}: check the name.`);
    this.file = file;
  }
}

/** Raised when an idempotency key is not text, is empty, or is longer than a service accepts. */
export class InvalidIdempotencyKeyError extends ShopError {
  readonly key: unknown;

  constructor(key: unknown, problem: string, longest: number) {
    super(
      `The idempotency key ${problem}. Build it from what the effect is about, for example "charge 17": ` +
        `text of 1 to ${longest} characters. Or leave the key out.`,
    );
    this.key = key;
  }
}

/** Raised when an idempotency key comes back with another request than the one it was first used for. */
export class IdempotencyKeyReusedError extends ShopError {
  readonly key: string;
  readonly first: object;
  readonly second: object;

  /**
   * @param key the key that both requests carry.
   * @param first the request that had its effect under this key.
   * @param second the request that was refused.
   */
  constructor(key: string, first: object, second: object) {
    super(
      `The idempotency key ${shownValue(key)} was first used for ${shownValue(first)} and now for ${shownValue(second)}. ` +
        `A key stands for one request: build it from what is done and the id of what it is done to, as in "charge:17".`,
    );
    this.key = key;
    this.first = first;
    this.second = second;
  }
}
