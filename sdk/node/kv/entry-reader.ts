import type { Entry, GetRequestInit } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import type { GetOptions } from "./bucket.ts";

interface PendingRead {
  readonly key: string;
  readonly resolve: (entry: Entry | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Beyond them a call is sent at once, so that the first do not wait for the last of very many. */
const READS_MAX = 100;

/**
 * Reads of entries of one bucket that are asked for in one turn of the event loop, as one call: it costs client and server little more than one of a single entry. When such a call is refused for one
 * of them, each goes by itself; when the entries are too much for one answer, they are asked for in parts, and fewer together from then on.
 */
export class EntryReader {
  readonly #kv: Pick<Fabric["kv"], "get" | "getMany">;
  readonly #pending = new Map<string, PendingRead[]>();
  #readsMax = READS_MAX;

  constructor(kv: Pick<Fabric["kv"], "get" | "getMany">) {
    this.#kv = kv;
  }

  /** The entry, by itself where it is asked for as it was or from a position on, else as it is at some moment from now on; undefined when there is none. */
  read(bucket: string, key: string, { revision, atLeast }: GetOptions): Promise<Entry | undefined> {
    if (revision !== undefined || atLeast !== undefined) return this.#one({ bucket, key, revision, atLeast });
    return new Promise((resolve, reject) => {
      const reads = this.#pending.get(bucket);
      if (reads === undefined) {
        if (this.#pending.size === 0) process.nextTick(() => this.#flush());
        this.#pending.set(bucket, [{ key, resolve, reject }]);
      } else if (reads.push({ key, resolve, reject }) >= this.#readsMax) {
        this.#pending.set(bucket, []);
        void this.#send(bucket, reads);
      }
    });
  }

  #flush(): void {
    const pending = [...this.#pending];
    this.#pending.clear();
    for (const [bucket, reads] of pending) if (reads.length > 0) void this.#send(bucket, reads);
  }

  async #send(bucket: string, reads: readonly PendingRead[]): Promise<void> {
    try {
      await (reads.length === 1 ? this.#answerOne(bucket, reads[0]!) : this.#answerAll(bucket, reads));
      if (reads.length === this.#readsMax && this.#readsMax < READS_MAX) this.#readsMax++;
    } catch (error) {
      if (reads.length > 1 && isFlowMeshError(error, "answer_too_large")) this.#sendHalves(bucket, reads);
      else if (reads.length > 1 && isOfOne(error)) for (const read of reads) void this.#send(bucket, [read]);
      else for (const { reject } of reads) reject(error);
    }
  }

  #sendHalves(bucket: string, reads: readonly PendingRead[]): void {
    const half = Math.ceil(reads.length / 2);
    this.#readsMax = Math.min(this.#readsMax, half);
    void this.#send(bucket, reads.slice(0, half));
    void this.#send(bucket, reads.slice(half));
  }

  async #answerOne(bucket: string, { key, resolve }: PendingRead): Promise<void> {
    resolve(await this.#one({ bucket, key }));
  }

  async #answerAll(bucket: string, reads: readonly PendingRead[]): Promise<void> {
    const { entries } = await this.#kv.getMany({ bucket, keys: reads.map(({ key }) => key) });
    let found = 0;
    // Those that are there come in the order asked.
    for (const { key, resolve } of reads) resolve(entries[found]?.key === key ? entries[found++] : undefined);
  }

  async #one(request: GetRequestInit): Promise<Entry | undefined> {
    try {
      return (await this.#kv.get(request)).entry;
    } catch (error) {
      if (isFlowMeshError(error, "key_not_found")) return undefined;
      throw error;
    }
  }
}

/** Whether a refusal may be about one of several entries. */
function isOfOne(error: unknown): boolean {
  return isFlowMeshError(error, "key_invalid") || isFlowMeshError(error, "entry_damaged");
}
