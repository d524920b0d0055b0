import type { IndexStore } from "../../index-store/index-store.ts";
import { asBuffer, padded } from "../../saved/rows.ts";
import { BEYOND_KEYS } from "./key-encoding.ts";

/**
 * What the index store holds of KV:
 *
 *   k/<bucket>/<key>             versions of a key
 *   v/<bucket>/<revision>        the key whose version it is
 *   t/<due>/<bucket>/<key>       when an entry expires            m/<due>/<bucket>/<key>   when a delete or expiry may be forgotten
 *   b/<bucket>                   state and figures                u/<bucket>/<segment>     versions and bytes in a segment
 *   buckets                      next bucket id
 *
 * Keys are encoded (`key-encoding.ts`), numbers padded.
 */
export const kvRow = {
  key: (bucket: number, key: string): string => `k/${padded(bucket)}/${key}`,
  revision: (bucket: number, revision: number): string => `v/${padded(bucket)}/${padded(revision)}`,
  due: (what: "expiry" | "forgetting", dueMs: number, bucket: number, key: string): string =>
    `${duePrefix(what)}${padded(dueMs)}/${padded(bucket)}/${key}`,
  bucket: (bucket: number): string => `b/${padded(bucket)}`,
  use: (bucket: number, segment: number): string => `u/${padded(bucket)}/${padded(segment)}`,
} as const;

export const NEXT_BUCKET_ROW = "buckets";

export function duePrefix(what: "expiry" | "forgetting"): string {
  return what === "expiry" ? "t/" : "m/";
}

/** Reads the rows of KV. */
export class KvRows {
  readonly #store: IndexStore;
  readonly #isUsable: () => boolean;
  readonly #onError: (error: unknown) => unknown;

  /**
   * @param isUsable false while the store holds what is of another log: then it counts as empty
   * @param onError what to throw instead of an error of the store
   */
  constructor(store: IndexStore, isUsable: () => boolean, onError: (error: unknown) => unknown) {
    this.#store = store;
    this.#isUsable = isUsable;
    this.#onError = onError;
  }

  get(key: string): Buffer | undefined {
    const value = this.#guarded(() => (this.#isUsable() ? this.#store.get(key) : undefined));
    return value && asBuffer(value);
  }

  page(from: string, to: string, limit: number): { key: string; value: Buffer }[] {
    const rows = this.#guarded(() => (this.#isUsable() ? this.#store.scan(from, to, limit) : []));
    return rows.map(({ key, value }) => ({ key, value: asBuffer(value) }));
  }

  /** From a key on, page by page, as they are asked for. */
  *scan(from: string, prefix: string): Generator<{ key: string; value: Buffer }> {
    for (let next = from, limit = SCAN_ROWS_MIN; ; limit = Math.min(2 * limit, SCAN_ROWS_MAX)) {
      const rows = this.page(next, prefix + BEYOND_KEYS, limit);
      yield* rows;
      if (rows.length < limit) return;
      next = `${rows.at(-1)?.key}\0`;
    }
  }

  /** What a reader is told of an error of the store. */
  errorOf(error: unknown): unknown {
    return this.#onError(error);
  }

  #guarded<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      throw this.#onError(error);
    }
  }
}

const SCAN_ROWS_MIN = 32;
const SCAN_ROWS_MAX = 512;
