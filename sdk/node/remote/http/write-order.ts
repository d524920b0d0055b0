import type { AnyMethod } from "@flowmesh/contract";

/**
 * Keeps batches of one partition in the order in which they were given: HTTP sends calls over several connections, which overtake one another, and the server takes
 * the sequences of a producer only as they count up. Other calls promise no order, and wait for nobody.
 */
export class WriteOrder {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs it now, or when the batches before it are written or refused. */
  async run<Result>(method: AnyMethod, request: object, work: () => Promise<Result>): Promise<Result> {
    const { stream, partition = 0, batch } = request as { stream?: string; partition?: number; batch?: Uint8Array };
    if (method.verb === "GET" || batch === undefined) return work();
    const place = `${stream}/${partition}`;
    const before = this.#last.get(place);
    const result = before === undefined ? work() : before.then(work);
    const settled = result.then(noResult, noResult);
    this.#last.set(place, settled);
    void settled.then(() => {
      if (this.#last.get(place) === settled) this.#last.delete(place);
    });
    return result;
  }
}

function noResult(): void {}
