import type {
  CallOptions,
  Change,
  CommitRequestInit,
  CommitResponse,
  CreateBucketRequestInit,
  CreateBucketResponse,
  DeleteBucketRequestInit,
  DeleteBucketResponse,
  DeleteRequestInit,
  DeleteResponse,
  Entry,
  GetBucketRequestInit,
  GetBucketResponse,
  GetHistoryRequestInit,
  GetHistoryResponse,
  GetManyRequestInit,
  GetManyResponse,
  GetRequestInit,
  GetResponse,
  IncrementRequestInit,
  IncrementResponse,
  KvService,
  ListBucketsRequestInit,
  ListBucketsResponse,
  ListEntriesRequestInit,
  ListEntriesResponse,
  PutRequestInit,
  PutResponse,
  UpdateBucketRequestInit,
  UpdateBucketResponse,
  WatchRequestInit,
  WatchResponse,
} from "@flowmesh/contract";
import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "../../errors.ts";
import {
  checkCreateBucket,
  checkDeleteBucket,
  checkGet,
  checkGetBucket,
  checkGetHistory,
  checkGetMany,
  checkListBuckets,
  checkListEntries,
  checkUpdateBucket,
  checkWatch,
} from "../../kv/check-kv-requests.ts";
import { compareKeys, isInRange } from "../../kv/key-order.ts";
import { SingleWrites } from "../../kv/single-writes.ts";
import {
  readEntriesToken,
  readHistoryToken,
  writeEntriesToken,
  writeHistoryToken,
  writeListToken,
} from "../../page-token.ts";
import { BucketReading, describeBucket, versionBytes } from "./model-bucket.ts";
import type { ModelBuckets } from "./model-buckets.ts";
import type { ModelCalls } from "./model-calls.ts";
import type { ModelState } from "./model-state.ts";
import { watchModel } from "./model-watch.ts";

/** KV of a model. Single writes are commits of one operation. */
export class ModelKv implements KvService {
  readonly #state: ModelState;
  readonly #buckets: ModelBuckets;
  readonly #calls: ModelCalls;
  readonly #writes: SingleWrites;

  constructor(
    state: ModelState,
    calls: ModelCalls,
    commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>,
  ) {
    this.#state = state;
    this.#buckets = state.buckets;
    this.#calls = calls;
    this.#writes = new SingleWrites(commit);
  }

  createBucket(request: CreateBucketRequestInit, options?: CallOptions): Promise<CreateBucketResponse> {
    return this.#calls.run("createBucket", options, async () => {
      const { bucket: name, settings } = checkCreateBucket(request);
      this.#state.checkRoom();
      this.#buckets.checkNew(name);
      this.#state.takePosition(true);
      const bucket = this.#buckets.create(name, settings, this.#state.position, this.#nowMs);
      return { bucket: describeBucket(bucket), position: bucket.revision };
    });
  }

  getBucket(request: GetBucketRequestInit, options?: CallOptions): Promise<GetBucketResponse> {
    return this.#calls.run("getBucket", options, async (signal) => {
      const { bucket, atLeast } = checkGetBucket(request);
      await this.#reach(atLeast, signal);
      return { bucket: describeBucket(this.#buckets.get(bucket)) };
    });
  }

  listBuckets(request: ListBucketsRequestInit, options?: CallOptions): Promise<ListBucketsResponse> {
    return this.#calls.run("listBuckets", options, async (signal) => {
      const { pageSize, prefix, after, atLeast } = checkListBuckets(request);
      await this.#reach(atLeast, signal);
      const names = this.#buckets.names.filter((name) => name > after && name.startsWith(prefix));
      const page = names.slice(0, pageSize);
      const nextPageToken = names.length > page.length ? writeListToken(prefix, page.at(-1)!) : "";
      return { buckets: page.map((name) => describeBucket(this.#buckets.get(name))), nextPageToken };
    });
  }

  updateBucket(request: UpdateBucketRequestInit, options?: CallOptions): Promise<UpdateBucketResponse> {
    return this.#calls.run("updateBucket", options, async () => {
      const { bucket: name, settings, expectedRevision } = checkUpdateBucket(request);
      this.#state.checkRoom();
      const bucket = this.#buckets.expect(name, expectedRevision);
      this.#state.takePosition(true);
      bucket.settings = {
        history: settings.history ?? bucket.settings.history,
        ttlMs: settings.ttlMs ?? bucket.settings.ttlMs,
      };
      bucket.revision = this.#state.position;
      this.#calls.changed();
      return { bucket: describeBucket(bucket), position: bucket.revision };
    });
  }

  deleteBucket(request: DeleteBucketRequestInit, options?: CallOptions): Promise<DeleteBucketResponse> {
    return this.#calls.run("deleteBucket", options, async () => {
      const { bucket, expectedRevision } = checkDeleteBucket(request);
      this.#buckets.expect(bucket, expectedRevision);
      this.#buckets.delete(bucket);
      this.#state.takePosition(false);
      this.#calls.changed();
      return { position: this.#state.position };
    });
  }

  put(request: PutRequestInit, options?: CallOptions): Promise<PutResponse> {
    return this.#writes.put(request, options);
  }

  delete(request: DeleteRequestInit, options?: CallOptions): Promise<DeleteResponse> {
    return this.#writes.delete(request, options);
  }

  increment(request: IncrementRequestInit, options?: CallOptions): Promise<IncrementResponse> {
    return this.#writes.increment(request, options);
  }

  get(request: GetRequestInit, options?: CallOptions): Promise<GetResponse> {
    return this.#calls.run("get", options, async (signal) => {
      const { bucket, key, revision, atLeast } = checkGet(request);
      await this.#reach(atLeast, signal);
      const reading = this.#reading(bucket);
      const versions = reading.versions(key);
      if (versions.length === 0) throw new FlowMeshError("key_not_found", { bucket, key });
      const version =
        revision === undefined ? reading.present(key) : versions.find((each) => each.revision === revision);
      if (version === undefined && revision !== undefined) {
        throw new FlowMeshError("revision_not_kept", { bucket, key, revision });
      }
      if (version?.kind !== "put") throw new FlowMeshError("key_not_found", { bucket, key });
      return { entry: reading.entry(key, version) };
    });
  }

  getMany(request: GetManyRequestInit, options?: CallOptions): Promise<GetManyResponse> {
    return this.#calls.run("getMany", options, async (signal) => {
      const { bucket, keys, atLeast } = checkGetMany(request);
      await this.#reach(atLeast, signal);
      const reading = this.#reading(bucket);
      const found = keys.flatMap((key) => {
        const version = reading.present(key);
        return version === undefined ? [] : [{ key, version }];
      });
      const bytes = found.reduce((sum, { key, version }) => sum + versionBytes(key, version), 0);
      const limit = limits.kvGetBytes.value;
      if (bytes > limit) throw new FlowMeshError("answer_too_large", { count: keys.length, what: "entries", limit });
      const entries = found.map(({ key, version }) => reading.entry(key, version));
      return { entries, revision: reading.bucket.lastRevision };
    });
  }

  listEntries(request: ListEntriesRequestInit, options?: CallOptions): Promise<ListEntriesResponse> {
    return this.#calls.run("listEntries", options, async (signal) => {
      const { bucket, range, pageSize, pageToken, keysOnly, atLeast } = checkListEntries(request);
      await this.#reach(atLeast, signal);
      const reading = this.#reading(bucket);
      const { id, entries: all, lastRevision: revision } = reading.bucket;
      const after = readEntriesToken(pageToken, id, range);
      const keys = [...all.keys()]
        .filter((key) => isInRange(key, range) && (after === "" || compareKeys(key, after) > 0))
        .filter((key) => reading.present(key) !== undefined)
        .sort(compareKeys);
      const page = new Page<Entry>(pageSize);
      for (const key of keys) {
        const version = reading.present(key)!;
        const bytes = keysOnly ? Buffer.byteLength(key) : versionBytes(key, version);
        if (!page.add(bytes, () => reading.entry(key, version, keysOnly))) break;
      }
      const isLast = page.items.length === keys.length;
      const nextPageToken = isLast ? "" : writeEntriesToken(id, range, page.items.at(-1)!.key);
      return { entries: page.items, nextPageToken, revision };
    });
  }

  getHistory(request: GetHistoryRequestInit, options?: CallOptions): Promise<GetHistoryResponse> {
    return this.#calls.run("getHistory", options, async (signal) => {
      const { bucket, key, pageSize, pageToken, atLeast } = checkGetHistory(request);
      await this.#reach(atLeast, signal);
      const reading = this.#reading(bucket);
      const { id } = reading.bucket;
      const after = readHistoryToken(pageToken, id, key);
      const versions = reading.versions(key);
      if (versions.length === 0) throw new FlowMeshError("key_not_found", { bucket, key });
      const wanted = versions.filter((version) => version.revision > after);
      const page = new Page<Change>(pageSize);
      for (const version of wanted) {
        if (!page.add(versionBytes(key, version), () => reading.change(key, version))) break;
      }
      const isLast = page.items.length === wanted.length;
      return {
        changes: page.items,
        nextPageToken: isLast ? "" : writeHistoryToken(id, key, page.items.at(-1)!.revision),
      };
    });
  }

  async *watch(request: WatchRequestInit, options?: CallOptions): AsyncGenerator<WatchResponse> {
    yield* watchModel(this.#buckets, this.#calls, checkWatch(request), options?.signal ?? undefined);
  }

  #reading(bucket: string): BucketReading {
    return new BucketReading(this.#buckets.get(bucket), this.#nowMs);
  }

  get #nowMs(): number {
    return this.#calls.clock.nowMs();
  }

  #reach(position: number, signal: AbortSignal): Promise<void> {
    return this.#calls.until(() => this.#state.position >= position, signal);
  }
}

/** Items of an answer, bounded in number and bytes. It ends before one that cannot be read, which the next page tells. */
class Page<Item> {
  readonly items: Item[] = [];
  readonly #itemsMax: number;
  #bytes = 0;

  constructor(itemsMax: number) {
    this.#itemsMax = itemsMax;
  }

  /** False when the page ends before the item. */
  add(bytes: number, read: () => Item): boolean {
    const isFull = this.items.length >= this.#itemsMax || this.#bytes + bytes > limits.readBytes.value;
    if (isFull && this.items.length > 0) return false;
    try {
      this.items.push(read());
    } catch (error) {
      if (this.items.length > 0) return false;
      throw error;
    }
    this.#bytes += bytes;
    return true;
  }
}
