import type { IncomingMessage } from "node:http";

/** The header by which a request is found again in logs, of ours and of whoever stands before us. */
export const requestIdHeader = "x-request-id";

/** Gives each request an id: the one that it brings, where that can stand in a log, or else a new one. */
export class RequestIds {
  readonly #start: string;
  #count = 0;

  /** `start` tells this process from others. */
  constructor(start: string) {
    this.#start = start;
  }

  of({ headers }: Pick<IncomingMessage, "headers">): string {
    const given = headers[requestIdHeader];
    if (typeof given === "string" && /^[\x21-\x7e]{1,128}$/.test(given)) return given;
    return `${this.#start}-${(++this.#count).toString(36)}`;
  }
}
