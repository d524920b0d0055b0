import {
  type Bucket as BucketDescription,
  type CallOptions,
  type CreateBucketRequestInit,
  type CreateBucketResponse,
  type DeleteBucketRequestInit,
  type DeleteBucketResponse,
  type DeleteRequestInit,
  type DeleteResponse,
  type GetBucketRequestInit,
  type GetBucketResponse,
  type GetHistoryRequestInit,
  type GetHistoryResponse,
  type GetManyRequestInit,
  type GetManyResponse,
  type GetRequestInit,
  type GetResponse,
  type IncrementRequestInit,
  type IncrementResponse,
  type KvService,
  type ListBucketsRequestInit,
  type ListBucketsResponse,
  type ListEntriesRequestInit,
  type ListEntriesResponse,
  limits,
  type PutRequestInit,
  type PutResponse,
  type UpdateBucketRequestInit,
  type UpdateBucketResponse,
  type WatchRequestInit,
  type WatchResponse,
} from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import {
  aside,
  checkCreateBucket,
  checkDelete,
  checkDeleteBucket,
  checkGet,
  checkGetBucket,
  checkGetHistory,
  checkGetMany,
  checkIncrement,
  checkListBuckets,
  checkListEntries,
  checkPut,
  checkUpdateBucket,
  checkWatch,
  isMarked,
  type KeyRange,
  newUuid,
  presentVersion,
  readEntriesToken,
  readHistoryToken,
  SingleWrites,
  visibleVersions,
  writeEntriesToken,
  writeHistoryToken,
  writeListToken,
} from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import type { Commits } from "../../commit/commits.ts";
import type { BucketState } from "../../commit/kv-operation.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { EntryAnswer } from "../../commit/single-entry.ts";
import type { Random } from "../../random/random.ts";
import { CreateBucketIntent, DeleteBucketIntent, UpdateBucketIntent } from "./bucket-intents.ts";
import { VersionPage } from "./entry-page.ts";
import { type KvVersion, valueBytes } from "./entry-version.ts";
import { BEYOND_KEYS, decodeKey, encodeKey } from "./key-encoding.ts";
import { keysFrom } from "./kv-scan.ts";
import type { KvTable, VisibleBucket } from "./kv-table.ts";
import { KvWatch } from "./kv-watch.ts";
import { entryOf, type ValueReader } from "./value-reader.ts";

/** What the KV of an engine is made of. */
export interface KvParts {
  readonly sequencer: Sequencer;
  readonly table: KvTable;
  readonly reader: ValueReader;
  readonly commits: Commits;
  readonly random: Random;
  readonly scope: CallScope;
}

/** Keys that a page looks at: it ends behind so many also when most of them were deleted, so that nobody waits for it. */
const LOOKED_AT_MAX = 2000;

/** The contract's KV on the engine: writes become commits, reads are answered by table and log. */
export class EngineKv implements KvService {
  readonly #parts: KvParts;
  /** Writes that say more of the commit that each of them is. */
  readonly #marked: SingleWrites;

  constructor(parts: KvParts) {
    this.#parts = parts;
    this.#marked = new SingleWrites((request, options) => parts.commits.commit(request, options));
  }

  createBucket(request: CreateBucketRequestInit, options?: CallOptions): Promise<CreateBucketResponse> {
    return this.#parts.scope.run(options, async () => {
      const { bucket, settings } = checkCreateBucket(request);
      const { table, random, sequencer } = this.#parts;
      const intent = new CreateBucketIntent(table, bucket, newUuid(random), settings);
      const { position, state } = await sequencer.submit(intent, options?.caller);
      return { bucket: this.#describe(state), position };
    });
  }

  getBucket(request: GetBucketRequestInit, options?: CallOptions): Promise<GetBucketResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { bucket, atLeast } = checkGetBucket(request);
      const { visible } = await this.#bucket(bucket, atLeast, signal, options);
      return { bucket: this.#describe(visible) };
    });
  }

  listBuckets(request: ListBucketsRequestInit, options?: CallOptions): Promise<ListBucketsResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { pageSize, after, prefix, atLeast } = checkListBuckets(request);
      const { table, sequencer } = this.#parts;
      await sequencer.whenVisible(atLeast, signal);
      const names = table.visibleNames().filter((name) => name > after && name.startsWith(prefix));
      const page = names.slice(0, pageSize);
      const buckets = page.map((name) => this.#describe(table.visible(name).visible));
      return { buckets, nextPageToken: names.length > pageSize ? writeListToken(prefix, page.at(-1) ?? "") : "" };
    });
  }

  updateBucket(request: UpdateBucketRequestInit, options?: CallOptions): Promise<UpdateBucketResponse> {
    return this.#parts.scope.run(options, async () => {
      const { bucket, settings, expectedRevision } = checkUpdateBucket(request);
      const intent = new UpdateBucketIntent(this.#parts.table, bucket, settings, expectedRevision);
      const { position, state } = await this.#parts.sequencer.submit(intent, options?.caller);
      return { bucket: this.#describe(state), position };
    });
  }

  deleteBucket(request: DeleteBucketRequestInit, options?: CallOptions): Promise<DeleteBucketResponse> {
    return this.#parts.scope.run(options, () => {
      const { bucket, expectedRevision } = checkDeleteBucket(request);
      const intent = new DeleteBucketIntent(this.#parts.table, bucket, expectedRevision);
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  put(request: PutRequestInit, options?: CallOptions): Promise<PutResponse> {
    const { scope, commits } = this.#parts;
    return scope.run(options, () =>
      isMarked(request)
        ? this.#marked.put(request, options)
        : commits.write(checkPut(request), request.durability, putAnswer, options),
    );
  }

  delete(request: DeleteRequestInit, options?: CallOptions): Promise<DeleteResponse> {
    const { scope, commits } = this.#parts;
    return scope.run(options, () =>
      isMarked(request)
        ? this.#marked.delete(request, options)
        : commits.write(checkDelete(request), request.durability, deleteAnswer, options),
    );
  }

  increment(request: IncrementRequestInit, options?: CallOptions): Promise<IncrementResponse> {
    const { scope, commits } = this.#parts;
    return scope.run(options, () =>
      isMarked(request)
        ? this.#marked.increment(request, options)
        : commits.write(checkIncrement(request), request.durability, incrementAnswer, options),
    );
  }

  get(request: GetRequestInit, options?: CallOptions): Promise<GetResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { bucket: name, key, revision, atLeast } = checkGet(request);
      const bucket = await this.#bucket(name, atLeast, signal, options);
      const version = this.#versionOf(bucket, key, revision);
      const [entry] = await this.#parts.reader.entries(name, [{ key, version }]);
      return { entry };
    });
  }

  getMany(request: GetManyRequestInit, options?: CallOptions): Promise<GetManyResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { bucket: name, keys, atLeast } = checkGetMany(request);
      const bucket = await this.#bucket(name, atLeast, signal, options);
      const { table, reader, sequencer } = this.#parts;
      const nowMs = sequencer.nowMs();
      const found = keys.flatMap((key) => {
        const version = presentVersion(table.versions(bucket, encodeKey(key)), nowMs);
        return version === undefined ? [] : [{ key, version }];
      });
      const bytes = found.reduce((sum, { key, version }) => sum + Buffer.byteLength(key) + valueBytes(version), 0);
      const limit = limits.kvGetBytes.value;
      if (bytes > limit) throw new FlowMeshError("answer_too_large", { count: keys.length, what: "entries", limit });
      const revision = bucket.visibleRevision;
      const entries = await reader.entries(name, found);
      // The first one that cannot be read is told, and nothing else.
      if (entries.length < found.length) await reader.entries(name, found.slice(entries.length));
      return { entries, revision };
    });
  }

  listEntries(request: ListEntriesRequestInit, options?: CallOptions): Promise<ListEntriesResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { bucket: name, range, pageSize, pageToken, keysOnly, atLeast } = checkListEntries(request);
      const bucket = await this.#bucket(name, atLeast, signal, options);
      const { uuid } = bucket.visible;
      const after = readEntriesToken(pageToken, uuid, range);
      const { found, lookedAtTo } = this.#findEntries(bucket, range, after, new VersionPage(pageSize), keysOnly);
      const revision = bucket.visibleRevision;
      const entries = keysOnly
        ? found.map((each) => entryOf(each, undefined))
        : await this.#parts.reader.entries(name, found);
      const last = entries.length < found.length ? entries.at(-1)?.key : lookedAtTo;
      return { entries, nextPageToken: last === undefined ? "" : writeEntriesToken(uuid, range, last), revision };
    });
  }

  getHistory(request: GetHistoryRequestInit, options?: CallOptions): Promise<GetHistoryResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { bucket: name, key, pageSize, pageToken, atLeast } = checkGetHistory(request);
      const bucket = await this.#bucket(name, atLeast, signal, options);
      const { uuid } = bucket.visible;
      const after = readHistoryToken(pageToken, uuid, key);
      const versions = this.#versions(bucket, key);
      if (versions.length === 0) throw new FlowMeshError("key_not_found", { bucket: name, key });
      const wanted = versions.filter((version) => version.revision > after);
      const page = new VersionPage(pageSize);
      for (const version of wanted) if (!page.add(key, version)) break;
      const changes = await this.#parts.reader.changes(name, page.found);
      const isLast = changes.length === wanted.length;
      const last = changes.at(-1)?.revision ?? after;
      return { changes, nextPageToken: isLast ? "" : writeHistoryToken(uuid, key, last) };
    });
  }

  async *watch(request: WatchRequestInit, options?: CallOptions): AsyncGenerator<WatchResponse> {
    const { scope, table, reader, sequencer } = this.#parts;
    scope.check(options);
    const parts = { table, reader, clock: scope.clock, nowMs: () => sequencer.nowMs() };
    const watch = new KvWatch(checkWatch(request), parts);
    const letGo = scope.onEnd(options, () => watch.stop());
    try {
      // A generator that rests keeps what its variables hold: a thousand entries for each client that does not read.
      while (await watch.look()) {
        scope.check(options);
        yield watch.take();
      }
      scope.check(options);
    } finally {
      letGo();
      watch.stop();
    }
  }

  /** As readers see it, once they see a position. */
  async #bucket(
    name: string,
    atLeast: number,
    signal: AbortSignal,
    options: CallOptions | undefined,
  ): Promise<VisibleBucket> {
    const { sequencer, table } = this.#parts;
    if (atLeast > sequencer.visiblePosition) await aside(options, sequencer.whenVisible(atLeast, signal));
    return table.visible(name);
  }

  #versions(bucket: VisibleBucket, key: string): KvVersion[] {
    const { table, sequencer } = this.#parts;
    const { history } = bucket.visible;
    return visibleVersions(table.versions(bucket, encodeKey(key)), history, sequencer.nowMs());
  }

  #versionOf(bucket: VisibleBucket, key: string, revision: number | undefined): KvVersion {
    const { name } = bucket.visible;
    const versions = this.#versions(bucket, key);
    if (versions.length === 0) throw new FlowMeshError("key_not_found", { bucket: name, key });
    const version = revision === undefined ? versions.at(-1) : versions.find((each) => each.revision === revision);
    if (version === undefined)
      throw new FlowMeshError("revision_not_kept", { bucket: name, key, revision: revision ?? 0 });
    if (version.kind !== "put") throw new FlowMeshError("key_not_found", { bucket: name, key });
    return version;
  }

  /** The entries of a page; `lookedAtTo` is the last key looked at when there may be more. */
  #findEntries(
    bucket: VisibleBucket,
    { prefix, fromKey, toKey }: KeyRange,
    after: string,
    page: VersionPage,
    keysOnly: boolean,
  ): { found: VersionPage["found"]; lookedAtTo: string | undefined } {
    const { table, sequencer } = this.#parts;
    const nowMs = sequencer.nowMs();
    const first = prefix === "" ? encodeKey(fromKey) : encodeKey(prefix);
    const end = toKey === "" ? encodeKey(prefix) + BEYOND_KEYS : encodeKey(toKey);
    let lookedAt = 0;
    let last = after;
    for (const { key, versions } of keysFrom(table, bucket, after === "" ? first : `${encodeKey(after)}\0`)) {
      if (key >= end) break;
      if (lookedAt++ === LOOKED_AT_MAX) return { found: page.found, lookedAtTo: last };
      const version = presentVersion(versions, nowMs);
      const name = decodeKey(key);
      if (version !== undefined && !page.add(name, version, !keysOnly)) return { found: page.found, lookedAtTo: last };
      last = name;
    }
    return { found: page.found, lookedAtTo: undefined };
  }

  #describe(state: BucketState): BucketDescription {
    const bucket = this.#parts.table.findById(state.id);
    return {
      bucket: state.name,
      id: state.uuid,
      settings: { history: state.history, ttlMs: state.ttlMs },
      createdAt: state.createdMs,
      revision: state.revision,
      lastRevision: bucket?.visibleRevision ?? state.lastRevision,
      watchFloor: bucket?.watchFloor ?? state.watchFloor,
      entries: bucket?.figures.entries ?? 0,
      bytes: bucket?.figures.bytes ?? 0,
    };
  }
}

const putAnswer: EntryAnswer<PutResponse> = (position, { revision }) => ({ revision, position });
const deleteAnswer: EntryAnswer<DeleteResponse> = (position, { deleted, revision }) => ({
  deleted,
  revision,
  position,
});
const incrementAnswer: EntryAnswer<IncrementResponse> = (position, { value, revision }) => ({
  value,
  revision,
  position,
});
