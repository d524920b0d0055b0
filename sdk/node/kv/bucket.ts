import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import type { Codec } from "../definitions/codec.ts";
import { fromHere } from "../from-here.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import type { Value } from "../value.ts";
import { Entry } from "./entry.ts";
import {
  type DeleteOptions,
  deleteOperation,
  type EntryOperation,
  type IncrementOptions,
  incrementOperation,
  type PutOptions,
  putOperation,
} from "./entry-operations.ts";
import type { EntryReader } from "./entry-reader.ts";
import type { EntryWriter, ResultOf } from "./entry-writer.ts";
import { Watch, type WatchOptions } from "./watch.ts";

/** Where a write to an entry stands. */
export interface EntryWritten {
  /** Of the write, in its bucket. */
  readonly revision: number;
  /** Of the commit, in the log's order: pass it as `atLeast` to read one's own write. */
  readonly position: number;
}

/** Which entry is read, and when. */
export interface GetOptions {
  /** As it was at this revision, which must be kept. Default: as it is now. */
  readonly revision?: number | undefined;
  /** Waits until this position is visible. Default: at once. */
  readonly atLeast?: number | undefined;
}

/** Which entries are listed. */
export interface ListEntriesOptions {
  /** Only keys that begin so. Not together with `from` and `to`. */
  readonly prefix?: string | undefined;
  /** Only keys from this one on. */
  readonly from?: string | undefined;
  /** Only keys before this one. */
  readonly to?: string | undefined;
  /** Leaves the values out. Default false. */
  readonly keysOnly?: boolean | undefined;
}

const getOptionNames: OptionNames<GetOptions> = { revision: true, atLeast: true };
const listOptionNames: OptionNames<ListEntriesOptions> = { prefix: true, from: true, to: true, keysOnly: true };

/** How a mesh reaches the entries of its buckets. */
export interface EntryParts {
  readonly fabric: Fabric;
  /** Writes one operation once, whatever becomes of the connection. */
  readonly write: EntryWriter["write"];
  readonly read: EntryReader["read"];
}

const writtenOf: ResultOf<EntryWritten> = ({ revision }, position) => ({ revision, position });
const wasThere: ResultOf<boolean> = ({ deleted }) => deleted;
const numberOf: ResultOf<number> = ({ value }) => value;

/**
 * The entries of a bucket. A lost connection is made up for: a write takes effect once or not at all. Every method throws `bucket_not_found` and `key_invalid`
 * where they apply.
 * @typeParam Data what entries hold when they are read, @typeParam Written what is put: both as the definition of the bucket says
 */
export class Bucket<Data = unknown, Written = Value> {
  readonly name: string;
  readonly #parts: EntryParts;
  readonly #codec: Codec<Data> | undefined;

  constructor(name: string, parts: EntryParts, codec?: Codec<Data>) {
    this.name = name;
    this.#parts = parts;
    this.#codec = codec;
  }

  /** Writes an entry, and resolves once it is durable. @throws FlowMeshError `revision_mismatch` (its details have the `actual` revision), `value_too_large`, `disk_full` */
  put(key: string, value: Written, options?: PutOptions): Promise<EntryWritten> {
    return this.#written(() => putOperation(this.name, key, this.#content(value), options), writtenOf);
  }

  /** Deletes an entry. Whether there was one; if not, nothing is written. @throws FlowMeshError `revision_mismatch` */
  delete(key: string, options?: DeleteOptions): Promise<boolean> {
    return this.#written(() => deleteOperation(this.name, key, options), wasThere);
  }

  /** Adds to the number in an entry, which begins at 0, and gives the sum. Nobody's part is lost. @throws FlowMeshError `not_a_number`, `number_out_of_range` */
  increment(key: string, by: number = 1, options?: IncrementOptions): Promise<number> {
    return this.#written(() => incrementOperation(this.name, key, by, options), numberOf);
  }

  /** The entry; undefined when there is none. Those that are asked for in one turn of the event loop, as they are now, are asked for together. @throws FlowMeshError `revision_not_kept`, `entry_damaged` */
  async get(key: string, options: GetOptions = {}): Promise<Entry<Data> | undefined> {
    checkOptionNames(options, getOptionNames, "get");
    const entry = await this.#parts.read(this.name, key, options).catch(fromHere);
    return entry && this.#entry(entry);
  }

  /** Entries by their keys, all of one moment, without those that are not there; at most 1000 keys and 8 MiB. @throws FlowMeshError `answer_too_large` */
  async getMany(keys: readonly string[]): Promise<Map<string, Entry<Data>>> {
    const { entries } = await this.#parts.fabric.kv.getMany({ bucket: this.name, keys: [...keys] });
    return new Map(entries.map((entry) => [entry.key, this.#entry(entry)]));
  }

  /** Entries in the order of their keys. Pages are asked for as they are needed; each is of one moment. @throws FlowMeshError from `next`: `field_unknown` */
  async *list(options: ListEntriesOptions = {}): AsyncGenerator<Entry<Data>, void> {
    checkOptionNames(options, listOptionNames, "list");
    const { prefix, from: fromKey, to: toKey, keysOnly } = options;
    let pageToken = "";
    do {
      const page = await this.#parts.fabric.kv.listEntries({
        bucket: this.name,
        prefix,
        fromKey,
        toKey,
        keysOnly,
        pageToken,
        pageSize,
      });
      for (const entry of page.entries) yield this.#entry(entry);
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
  }

  /** The revisions of a key that are kept, oldest first, deletes and expiries too; empty when none is. */
  async history(key: string): Promise<Entry<Data>[]> {
    const entries: Entry<Data>[] = [];
    let pageToken = "";
    do {
      const page = await this.#historyPage(key, pageToken);
      entries.push(...page.changes.map((change) => this.#entry(change)));
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    return entries;
  }

  /**
   * The entries that are there, then every change. Leave it with `break` whenever you like.
   * @throws FlowMeshError from `next`: `revision_out_of_range` when changes behind the revision that it goes on from were forgotten, `bucket_not_found` also when the
   * bucket is deleted meanwhile, `closed`; at once: `field_unknown`
   */
  watch(options: WatchOptions = {}): Watch<Data> {
    return new Watch(this.#parts.fabric, this.name, options, this.#codec);
  }

  #content(value: Written): Value {
    return this.#codec === undefined ? (value as Value) : this.#codec.encode(value as Data & Written);
  }

  #entry(message: ConstructorParameters<typeof Entry>[0]): Entry<Data> {
    return new Entry(message, this.#codec);
  }

  /** What is wrong with the operation itself rejects too. One promise does for all: an async function would make two more for each write. */
  #written<Result>(operationOf: () => EntryOperation, resultOf: ResultOf<Result>): Promise<Result> {
    try {
      return this.#parts.write(operationOf(), resultOf).catch(fromHere);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #historyPage(key: string, pageToken: string) {
    try {
      return await this.#parts.fabric.kv.getHistory({ bucket: this.name, key, pageToken, pageSize });
    } catch (error) {
      if (isFlowMeshError(error, "key_not_found")) return { changes: [], nextPageToken: "" };
      throw error;
    }
  }
}

const pageSize = 1000;
