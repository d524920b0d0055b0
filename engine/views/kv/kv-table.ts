import { FlowMeshError } from "@flowmesh/fabric";
import {
  type BucketState,
  bucketOperation,
  type ForgetOperation,
  isEntryWrite,
  isKvOperation,
  type KvOperation,
  type PutOperation,
  type RemoveOperation,
} from "../../commit/kv-operation.ts";
import { payloadBytesOf } from "../../commit/operation.ts";
import type { PlacedCommit } from "../../commit/placed-commit.ts";
import { Bucket, type TouchedKey, touchedKey } from "./bucket.ts";
import type { LiveInSegment } from "./bucket-figures.ts";
import { DueTimes } from "./due-times.ts";
import { decodeVersions, dueOf, type KvVersion, type SavedKey, versionOf, versionsWith } from "./entry-version.ts";
import { encodeKey } from "./key-encoding.ts";
import { type KvRows, kvRow } from "./kv-rows.ts";

/** A bucket that readers see. */
export type VisibleBucket = Bucket & { visible: BucketState };

type EntryWrite = PutOperation | RemoveOperation;

const NO_VERSIONS: readonly KvVersion[] = [];

/**
 * Buckets and their entries, for the sequencer and for readers. A commit is applied twice: when it is ordered, so that later commits are decided by it, and when
 * it is durable, so that readers see it. What was written since the last save is in memory; everything else is read from the index store when it is asked for.
 *
 * A key knows the position of the last commit that changed it, in memory as in the store. Applying a commit that it contains changes nothing, so that a log may
 * be replayed over rows that are newer.
 */
export class KvTable {
  nextBucketId: number = 1;
  /** Keys that were taken into memory since the last save began, and those that it left there. */
  taken: number = 0;
  readonly rows: KvRows;
  readonly expiries: DueTimes;
  readonly forgettings: DueTimes;
  /** Buckets deleted whose rows are to be removed. */
  readonly deleted: Set<number> = new Set();
  /** Why entries cannot be read or written at the moment. */
  unavailable: FlowMeshError | undefined;
  #tellDue: (() => void) | undefined;
  /** What was read last, as most keys are asked for again at once; a row changes only by a key that was touched. */
  #read: { readonly bucket: Bucket; readonly key: string; readonly saved: SavedKey } | undefined;
  #drafts = 0;
  readonly #byId = new Map<number, Bucket>();
  readonly #byName = new Map<string, Bucket>();
  readonly #visibleByName = new Map<string, VisibleBucket>();

  constructor(rows: KvRows) {
    this.rows = rows;
    this.expiries = new DueTimes(rows, "expiry");
    this.forgettings = new DueTimes(rows, "forgetting");
  }

  /** Has this called when something may expire earlier than before. */
  whenDue(tell: () => void): void {
    this.#tellDue = tell;
  }

  /** Something may expire earlier than before. */
  tellDue(): void {
    this.#tellDue?.();
  }

  /** Buckets as ordered. */
  get count(): number {
    return this.#byName.size;
  }

  all(): IterableIterator<Bucket> {
    return this.#byId.values();
  }

  find(name: string): Bucket | undefined {
    return this.#byName.get(name);
  }

  findById(id: number): Bucket | undefined {
    return this.#byId.get(id);
  }

  /** As ordered. @throws FlowMeshError bucket_not_found */
  get(name: string): Bucket & { state: BucketState } {
    const bucket = this.#byName.get(name);
    if (bucket?.state === undefined) throw new FlowMeshError("bucket_not_found", { bucket: name });
    return bucket as Bucket & { state: BucketState };
  }

  /** As readers see it. @throws FlowMeshError bucket_not_found */
  visible(name: string): VisibleBucket {
    const bucket = this.#visibleByName.get(name);
    if (bucket === undefined) throw new FlowMeshError("bucket_not_found", { bucket: name });
    return bucket;
  }

  /** As readers see it. */
  findVisible(name: string): VisibleBucket | undefined {
    return this.#visibleByName.get(name);
  }

  visibleNames(): string[] {
    return [...this.#visibleByName.keys()].sort();
  }

  /**
   * Versions of an encoded key as readers see them.
   * @throws FlowMeshError starting
   */
  versions(bucket: Bucket, key: string): readonly KvVersion[] {
    this.checkAvailable();
    return bucket.touched.get(key)?.versions ?? this.#stored(bucket, key).versions;
  }

  /** As the sequencer decides by them. `touched`: the key in memory, where it was looked for. */
  ordered(
    bucket: Bucket,
    key: string,
    touched: TouchedKey | undefined = bucket.touched.get(key),
  ): readonly KvVersion[] {
    this.checkAvailable();
    return touched?.ordered ?? this.#stored(bucket, key).versions;
  }

  /** A number for a commit that is to be decided. */
  nextDraft(): number {
    return ++this.#drafts;
  }

  /** @throws FlowMeshError starting, while entries are read from the log again */
  checkAvailable(): void {
    if (this.unavailable !== undefined) throw this.unavailable;
  }

  /** Takes a key into memory, where it stays until it is saved, or longer where it is written again and again. */
  touch(bucket: Bucket, encoded: string): TouchedKey {
    let touched = bucket.touched.get(encoded);
    if (touched === undefined) {
      const { versions, changed } = this.#stored(bucket, encoded);
      touched = touchedKey(encoded, versions, changed);
      bucket.touched.set(encoded, touched);
      this.taken++;
      this.#read = undefined;
      bucket.touchedKeys.add(encoded);
    }
    return touched;
  }

  /** What stands in a segment and is kept. */
  liveIn(segment: number): LiveInSegment {
    const live = { versions: 0, bytes: 0 };
    for (const { figures } of this.#byId.values()) {
      const ofBucket = figures.segments.get(segment);
      if (ofBucket === undefined) continue;
      live.versions += ofBucket.versions;
      live.bytes += ofBucket.bytes;
    }
    return live;
  }

  /** Bytes that all entries take in the log, about. */
  get liveBytes(): number {
    let bytes = 0;
    for (const { figures } of this.#byId.values()) bytes += figures.liveBytes;
    return bytes;
  }

  /** Operations with the present state of the buckets that stand in a segment that is meant. */
  *carried(isMeant: (segment: number) => boolean): Generator<KvOperation> {
    for (const bucket of this.#byId.values())
      if (bucket.state !== undefined && isMeant(bucket.home)) yield bucketOperation(stateNow(bucket, bucket.state));
  }

  /** Applies a commit to what the sequencer decides by. */
  applyOrdered(commit: PlacedCommit): void {
    let byte = commit.payloadByte;
    for (const operation of commit.operations) {
      if (isEntryWrite(operation)) this.#orderWrite(operation, commit, byte);
      else if (isKvOperation(operation)) this.#order(operation, commit);
      byte += payloadBytesOf(operation);
    }
  }

  /** Applies a durable commit, which was ordered, to what readers see. */
  applyDurable(commit: PlacedCommit): void {
    for (const operation of commit.operations) {
      if (isEntryWrite(operation)) this.#settleWrite(operation, commit);
      else if (isKvOperation(operation)) this.#settle(operation, commit);
    }
  }

  /** Lets go of all entries, which are to be reloaded. */
  clearEntries(): void {
    for (const bucket of this.#byId.values()) bucket.clearEntries();
    this.expiries.clear();
    this.forgettings.clear();
    this.#read = undefined;
  }

  /** Applies what a commit did with the entries of the buckets that are there. */
  reload(commit: PlacedCommit): void {
    let byte = commit.payloadByte;
    for (const operation of commit.operations) {
      if (isEntryWrite(operation) && this.#byId.has(operation.bucket)) {
        this.#orderWrite(operation, commit, byte);
        this.#settleWrite(operation, commit);
      } else if (operation.kind === "forget" && this.#byId.has(operation.bucket)) {
        this.#orderForget(operation, commit);
        this.#settleForget(operation, commit);
      }
      byte += payloadBytesOf(operation);
    }
  }

  /** Sets a bucket as it was saved. */
  restore(state: BucketState | undefined, id: number, home: number, changed: number): Bucket {
    const bucket = this.#bucket(id, home);
    bucket.home = home;
    bucket.changed = changed;
    if (state !== undefined) {
      this.#name(bucket, state);
      this.#show(bucket, state, { position: changed, segment: home });
    }
    return bucket;
  }

  #order(operation: Exclude<KvOperation, EntryWrite>, commit: PlacedCommit): void {
    switch (operation.kind) {
      case "bucket":
        this.#define(operation.state, commit);
        break;
      case "unbucket": {
        const bucket = this.#byId.get(operation.bucket);
        if (bucket?.state !== undefined && this.#byName.get(bucket.state.name) === bucket)
          this.#byName.delete(bucket.state.name);
        break;
      }
      case "forget":
        this.#orderForget(operation, commit);
        break;
      case "buckets":
        this.nextBucketId = Math.max(this.nextBucketId, operation.nextBucketId);
        break;
    }
  }

  #settle(operation: Exclude<KvOperation, EntryWrite>, commit: PlacedCommit): void {
    switch (operation.kind) {
      case "bucket":
        this.#show(this.#bucket(operation.state.id, commit.segment), operation.state, commit);
        break;
      case "unbucket":
        this.#remove(operation.bucket);
        break;
      case "forget":
        this.#settleForget(operation, commit);
        break;
    }
  }

  #define(state: BucketState, { position, segment }: PlacedCommit): void {
    const bucket = this.#bucket(state.id, segment);
    if (position < bucket.changed) return;
    this.#name(bucket, state);
    bucket.home = segment;
    bucket.changed = position;
  }

  #name(bucket: Bucket, state: BucketState): void {
    bucket.state = state;
    bucket.lastRevision = Math.max(bucket.lastRevision, state.lastRevision);
    const holder = this.#byName.get(state.name);
    // Of several of one name the newest has it: replay meets those that were deleted after what was saved has brought that back.
    if (holder === undefined || holder.id <= bucket.id) this.#byName.set(state.name, bucket);
  }

  #show(bucket: Bucket, state: BucketState, { position, segment }: Pick<PlacedCommit, "position" | "segment">): void {
    if (position < bucket.shown) return;
    bucket.visible = state;
    bucket.shown = position;
    bucket.shownHome = segment;
    bucket.visibleRevision = Math.max(bucket.visibleRevision, state.lastRevision);
    bucket.watchFloor = Math.max(bucket.watchFloor, state.watchFloor);
    const holder = this.#visibleByName.get(state.name);
    if (holder === undefined || holder.id <= bucket.id) this.#visibleByName.set(state.name, bucket as VisibleBucket);
  }

  #remove(id: number): void {
    this.deleted.add(id);
    const bucket = this.#byId.get(id);
    if (bucket === undefined) return;
    this.#byId.delete(id);
    const name = bucket.state?.name ?? "";
    if (this.#byName.get(name) === bucket) this.#byName.delete(name);
    if (this.#visibleByName.get(name) === bucket) this.#visibleByName.delete(name);
    bucket.visible = undefined;
    bucket.clearEntries();
    bucket.wake();
  }

  #orderWrite(operation: EntryWrite, commit: PlacedCommit, byte: number): void {
    const bucket = this.#bucket(operation.bucket, commit.segment);
    operation.touched ??= this.touch(bucket, encodeKey(operation.key));
    operation.version ??= versionOf(operation, commit);
    const { touched, version } = operation;
    version.segment = commit.segment;
    version.byte = byte;
    bucket.lastRevision = Math.max(bucket.lastRevision, operation.revision);
    touched.unsynced++;
    // What is carried is there already, and is read where it was until it is durable where it is now. A commit that the key contains was replayed.
    if (operation.carried !== undefined || commit.position <= touched.changed) return;
    const isAsDrafted = touched.drafted.at(-1) === version;
    touched.ordered = isAsDrafted ? touched.drafted : versionsWith(touched.ordered, version, operation.floor);
  }

  #settleWrite({ bucket: id, touched, version, revision, floor, carried }: EntryWrite, commit: PlacedCommit): void {
    const bucket = this.#byId.get(id);
    if (bucket === undefined || touched === undefined || version === undefined) return;
    bucket.visibleRevision = Math.max(bucket.visibleRevision, revision);
    // A commit may write a key several times, so only what an earlier settling has seen is skipped.
    if (commit.position >= touched.changed) {
      // Where it is all that is kept there is a list of it already.
      const isAll = touched.ordered.length === 1 && touched.ordered[0] === version;
      const versions = isAll ? touched.ordered : versionsWith(touched.versions, version, floor);
      this.#set(bucket, touched, versions, commit.position);
      if (carried !== undefined) this.#replaceOrdered(touched, version);
      else if (floor === revision) touched.alone = version;
      bucket.recent.add({ revision, key: touched.encoded });
    }
    settled(touched);
    bucket.wake();
  }

  #orderForget({ bucket: id, key, revision }: ForgetOperation, { segment }: PlacedCommit): void {
    const bucket = this.#bucket(id, segment);
    const touched = this.touch(bucket, encodeKey(key));
    touched.unsynced++;
    touched.ordered = touched.ordered.filter((version) => version.revision > revision);
  }

  #settleForget({ bucket: id, key, revision }: ForgetOperation, { position }: PlacedCommit): void {
    const bucket = this.#byId.get(id);
    if (bucket === undefined) return;
    const touched = this.touch(bucket, encodeKey(key));
    bucket.watchFloor = Math.max(bucket.watchFloor, revision);
    const left = touched.versions.filter((version) => version.revision > revision);
    if (position >= touched.changed) this.#set(bucket, touched, left, position);
    settled(touched);
  }

  #set(bucket: Bucket, touched: TouchedKey, versions: readonly KvVersion[], position: number): void {
    bucket.figures.change(touched.keyBytes, touched.versions, versions);
    touched.versions = versions;
    touched.changed = position;
    touched.writes++;
    this.#noteDue(bucket, touched.encoded, versions);
  }

  #noteDue(bucket: Bucket, key: string, versions: readonly KvVersion[]): void {
    const due = dueOf(versions);
    if (due === undefined) return;
    const times = due.what === "expiry" ? this.expiries : this.forgettings;
    times.note({ dueMs: due.dueMs, bucket: bucket.id, key });
    if (due.what === "expiry") this.tellDue();
  }

  #replaceOrdered(touched: TouchedKey, version: KvVersion): void {
    if (touched.ordered.some(({ revision }) => revision === version.revision))
      touched.ordered = versionsWith(touched.ordered, version, 0);
  }

  /** The bucket, made if replay meets its entries before its state, which was carried forward. */
  #bucket(id: number, segment: number): Bucket {
    let bucket = this.#byId.get(id);
    if (bucket === undefined) {
      bucket = new Bucket(id);
      bucket.home = segment;
      bucket.shownHome = segment;
      this.#byId.set(id, bucket);
      this.nextBucketId = Math.max(this.nextBucketId, id + 1);
    }
    return bucket;
  }

  #stored(bucket: Bucket, key: string): SavedKey {
    if (bucket.stored.segments.size === 0) return NOT_STORED;
    if (this.#read?.bucket === bucket && this.#read.key === key) return this.#read.saved;
    const row = this.rows.get(kvRow.key(bucket.id, key));
    const saved = row === undefined ? NOT_STORED : decodeVersions(row);
    this.#read = { bucket, key, saved };
    return saved;
  }
}

const NOT_STORED: SavedKey = { changed: 0, versions: NO_VERSIONS };

/** The state with what has changed beside it. */
export function stateNow(bucket: Bucket, state: BucketState): BucketState {
  return { ...state, lastRevision: bucket.lastRevision, watchFloor: Math.max(bucket.watchFloor, state.watchFloor) };
}

function settled(touched: TouchedKey): void {
  touched.unsynced--;
  // One list for both, and what damage or carrying has made of the other is gone.
  if (touched.unsynced === 0) touched.ordered = touched.versions;
}
