import type { CommitHeads } from "../../commit/commit-intent.ts";
import { groupStateOperation } from "../../commit/group-operation.ts";
import {
  type LogOperation,
  operationBytes,
  readOperations,
  type StreamDefinition,
  writeOperation,
} from "../../commit/operation.ts";
import { isDiskFull } from "../../disk/disk-full.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "../../index-store/index-store.ts";
import type { DamageList, LogDamage } from "../../log/damage-list.ts";
import type { KnownLog } from "../../log/recovery.ts";
import { cursorOperation, type GroupsTable, type TableGroup } from "../groups/groups-table.ts";
import { BatchEntries } from "./batch-entries.ts";
import { lostOffsets } from "./lost-offsets.ts";
import type { IndexRange, PartitionIndex } from "./partition-index.ts";
import { ProducerTable } from "./producer-table.ts";
import { type DefinedStream, type HeadPartition, isDefined } from "./streams-head.ts";
import type { StreamsView } from "./streams-view.ts";

/**
 * Keeps in the index store what the heads and the streams view need to start again without replaying the whole log. After a segment is sealed, its ranges and
 * whatever of the heads has changed are saved, and the floor moves behind it: a start restores what was saved and replays from the floor's segment on.
 *
 *   meta                         floor segment, position that everything saved is durable at, identity of the log, counters
 *   s/<stream>                   definition             p/<stream>/<partition>          offsets and producers
 *   r/<stream>/<partition>/<first offset>               a range without its rows       x/... the same key: its rows
 *   w/<segment>                  dedupe ids and idempotency keys whose record stands in that segment
 *   g/<group>                    state                  c/<group>/<stream>/<partition>    cursor
 *   d/<segment>/<first byte>     damage of a segment that is not read again at the next start, or that was given back and took what is still to be kept
 *   end                          how far the log had come when it was closed, when the heads were saved once more
 *
 * Each value of the heads knows the position it is at, and replay skips what it contains. Values are written only once that position is durable, so the store
 * is never ahead of the log.
 */
const META_BYTES = 64;
const META_FORMAT = 2;
const END_BYTES = 32;
const SCAN_ROWS = 512;

export interface SavedState {
  /** First segment to replay. */
  readonly floor: number;
}

/** What saving must know of the log. */
export interface SavedLog {
  readonly firstSegment: number;
  /** Last position that was ordered. */
  headPosition(): number;
  /** Resolves once a position is durable. */
  whenVisible(position: number): Promise<void>;
}

export class IndexSaver {
  readonly #store: IndexStore;
  readonly #logId: string;
  readonly #heads: CommitHeads;
  readonly #damages: DamageList;
  #floor = 0;
  #savedTo = 0;
  /** Segments below are saved, or just being saved. */
  #savingTo = 0;
  /** Of what is gone. */
  #removed: string[] = [];
  /** What is remembered of segments below was removed. */
  #windowFloor = 0;
  /** Holds what does not fit the log, because clearing it found no room yet. */
  #isForeign = false;

  constructor(store: IndexStore, logId: string, heads: CommitHeads, damages: DamageList) {
    this.#store = store;
    this.#logId = logId;
    this.#heads = heads;
    this.#damages = damages;
  }

  /** Segments below need no replay. */
  get floor(): number {
    return this.#floor;
  }

  /** Gives the rows of a saved range. */
  load(index: PartitionIndex, range: IndexRange): BatchEntries {
    const rows = this.#store.get(rangeKey("x", index, range));
    if (rows === undefined) throw new IndexDamaged(`the rows of ${rangeKey("x", index, range)} are missing`);
    return BatchEntries.decode(rows);
  }

  rangesRemoved(index: PartitionIndex, ranges: readonly IndexRange[]): void {
    for (const range of ranges) {
      if (range.segment < this.#savingTo) this.#removed.push(rangeKey("x", index, range), rangeKey("r", index, range));
    }
  }

  /**
   * Restores what was saved into heads and view.
   * @param log what the log still has, and from which segment on it should have all; a store that does not fit it is cleared
   */
  async restore(
    view: StreamsView,
    groups: GroupsTable,
    log: { firstSegment: number; neededFrom: number; lastSegment: number; lastPosition: number },
  ): Promise<SavedState> {
    const meta = readMeta(this.#store);
    const fits =
      meta !== undefined &&
      meta.logId === this.#logId &&
      meta.floor >= log.neededFrom &&
      meta.floor <= log.lastSegment &&
      meta.position <= log.lastPosition;
    if (!fits) {
      await this.clear(log.firstSegment);
      return { floor: log.firstSegment };
    }
    this.#floor = meta.floor;
    this.#savingTo = meta.floor;
    this.#savedTo = meta.position;
    this.#windowFloor = log.firstSegment;
    this.#heads.streams.nextStreamId = meta.nextStreamId;
    this.#heads.streams.nextProducerId = meta.nextProducerId;
    this.#heads.groups.nextGroupId = meta.nextGroupId;
    this.#restoreStreams(view);
    this.#restoreGroups(groups);
    this.#restoreRanges(view, log.firstSegment);
    this.#restoreWindows(log.firstSegment);
    this.#restoreDamages();
    return { floor: meta.floor };
  }

  /** Forgets everything saved; the next save starts from the log's first segment. On a full disk the store itself is cleared then. */
  async clear(firstSegment: number): Promise<void> {
    this.#floor = firstSegment;
    this.#savingTo = firstSegment;
    this.#windowFloor = firstSegment;
    this.#savedTo = 0;
    this.#removed = [];
    this.#isForeign = true;
    await this.#clearForeign().catch((error) => {
      if (!isDiskFull(error)) throw error;
    });
  }

  async #clearForeign(): Promise<void> {
    if (this.#isForeign) await this.#store.clear();
    this.#isForeign = false;
  }

  /**
   * Saves everything up to the end of `segment`, and lets go of the rows in memory.
   */
  async save(view: StreamsView, segment: number, log: SavedLog): Promise<void> {
    await this.#clearForeign();
    const { firstSegment } = log;
    const headPosition = log.headPosition();
    const { streams } = this.#heads;
    for (let number = this.#windowFloor; number < Math.min(firstSegment, this.#floor); number++)
      this.#removed.push(windowKey(number));
    this.#windowFloor = Math.min(firstSegment, this.#floor);
    this.#savingTo = segment + 1;
    const removed = this.#removed.length;
    const deleted = [...streams.deleted];
    const ungrouped = [...this.#heads.groups.deleted];
    const changes: IndexChange[] = this.#removed.map((key) => ({ key, value: undefined }));
    changes.push(...this.#headChanges());
    const saved = rangesOf(view, this.#floor, segment);
    for (const [index, range] of saved) changes.push(...rangeChanges(index, range));
    for (let number = Math.max(this.#floor, firstSegment); number <= segment; number++)
      changes.push(this.#windowOf(number));
    changes.push(...this.#damageChanges(view, firstSegment));
    const meta = this.#encodeMeta(segment + 1, headPosition);
    await log.whenVisible(headPosition);
    await this.#store.write([...changes, { key: "meta", value: meta }]);
    await this.#store.sync();
    this.#floor = segment + 1;
    this.#savedTo = headPosition;
    this.#removed.splice(0, removed);
    for (const id of deleted) streams.deleted.delete(id);
    for (const id of ungrouped) this.#heads.groups.deleted.delete(id);
    for (const [, range] of saved) range.entries = undefined;
  }

  /**
   * Says how far the log has come, so that the next start knows what must be there, and saves the heads as they are then: should the end of the log be gone, no
   * offset and no id is given out again. Everything up to `position` must be durable, and nothing ordered behind it.
   */
  async noteEnd(position: number, segment: number): Promise<void> {
    await this.#clearForeign();
    const bytes = Buffer.alloc(END_BYTES);
    bytes.writeDoubleLE(position, 0);
    bytes.writeDoubleLE(segment, 8);
    bytes.write(this.#logId, 16, 16, "hex");
    const meta = this.#encodeMeta(this.#floor, position);
    await this.#store.write([...this.#headChanges(), { key: "end", value: bytes }, { key: "meta", value: meta }]);
    await this.#store.sync();
    this.#savedTo = position;
  }

  /** What of the heads has changed since it was saved. */
  #headChanges(): IndexChange[] {
    const { streams, groups } = this.#heads;
    const deleted = [...streams.deleted];
    const changes: IndexChange[] = [];
    for (const id of deleted) changes.push(...this.#removalOf(id));
    for (const id of groups.deleted) changes.push(...this.#removalOfGroup(id));
    for (const group of groups.all()) changes.push(...this.#groupChangesOf(group, deleted));
    for (const stream of streams.all()) if (isDefined(stream)) changes.push(...this.#changesOf(stream));
    return changes;
  }

  #damageChanges(view: StreamsView, firstSegment: number): IndexChange[] {
    const kept = this.#damages.all.filter(
      (damage) => damage.segment >= firstSegment || (damage.segment > 0 && lostOffsets(view, damage).length > 0),
    );
    const changes = new Map<string, IndexChange>();
    for (const { key } of this.#scan("d/")) changes.set(key, { key, value: undefined });
    for (const damage of kept) {
      const key = `d/${padded(damage.segment)}/${padded(damage.firstByte)}`;
      changes.set(key, { key, value: Buffer.from(JSON.stringify(damage)) });
    }
    return [...changes.values()];
  }

  #restoreDamages(): void {
    for (const { value } of this.#scan("d/")) {
      const damage = JSON.parse(asBuffer(value).toString()) as LogDamage;
      if (damage.segment < this.#floor) this.#damages.add(damage);
    }
  }

  #restoreStreams(view: StreamsView): void {
    for (const { key, value } of this.#scan("s/")) {
      const bytes = asBuffer(value);
      const [operation] = readOperations(bytes.subarray(16), 1);
      if (operation?.kind !== "define") throw new IndexDamaged(`${key} is not a definition`);
      this.#restoreStream(view, operation.definition, bytes.readDoubleLE(0), bytes.readDoubleLE(8));
    }
  }

  #restoreStream(view: StreamsView, definition: StreamDefinition, home: number, changed: number): void {
    const { streams } = this.#heads;
    streams.apply({ kind: "define", definition }, changed, 0, home);
    const stream = streams.findById(definition.id);
    if (stream === undefined) throw new Error("a stream that was just defined is not there");
    stream.restoredTo = changed;
    for (const { key, value } of this.#scan(`p/${padded(definition.id)}/`)) {
      const partition = stream.partitions[Number(key.slice(key.lastIndexOf("/") + 1))];
      if (partition !== undefined) restorePartition(partition, asBuffer(value));
    }
    const starts = stream.partitions.map(({ startOffset }) => startOffset);
    const ends = stream.partitions.map(({ nextOffset }) => nextOffset);
    view.restore(definition, starts, ends);
  }

  #restoreRanges(view: StreamsView, firstSegment: number): void {
    for (const { key, value } of this.#scan("r/")) {
      const range = decodeRange(asBuffer(value));
      const [, stream, partition] = key.split("/");
      const visible = view.findById(Number(stream))?.partitions[Number(partition)];
      const isKept =
        visible !== undefined &&
        range.segment >= firstSegment &&
        range.segment < this.#floor &&
        range.endOffset > visible.startOffset;
      if (isKept) view.adopt(visible, range);
      else this.#removed.push(key, `x${key.slice(1)}`);
    }
    for (const stream of view.all())
      for (const partition of stream.partitions) partition.index.trim(partition.startOffset);
  }

  #restoreWindows(firstSegment: number): void {
    const { streams, idempotency } = this.#heads;
    for (const { key, value } of this.#scan("w/")) {
      const segment = Number(key.slice(2));
      if (segment < firstSegment) {
        this.#removed.push(key);
        continue;
      }
      const bytes = asBuffer(value);
      for (const operation of readOperations(bytes.subarray(4), bytes.readUInt32LE(0))) {
        if (operation.kind === "dedupe" && streams.findById(operation.stream) !== undefined)
          streams.apply(operation, 0, operation.timeMs, segment);
        else idempotency.apply(operation, 0, 0, segment);
      }
    }
  }

  #changesOf(stream: DefinedStream): IndexChange[] {
    const changes: IndexChange[] = [];
    if (stream.changed > this.#savedTo) {
      const value = placed({ kind: "define", definition: stream.definition }, stream.home, stream.changed);
      changes.push({ key: `s/${padded(stream.id)}`, value });
    }
    for (const [number, partition] of stream.partitions.entries()) {
      if (partition.changed > this.#savedTo)
        changes.push({ key: `p/${padded(stream.id)}/${number}`, value: encodePartition(partition) });
    }
    return changes;
  }

  #restoreGroups(view: GroupsTable): void {
    const tables = [this.#heads.groups, view];
    for (const prefix of ["g/", "c/"]) {
      for (const { key, value } of this.#scan(prefix)) {
        const bytes = asBuffer(value);
        const [operation] = readOperations(bytes.subarray(16), 1);
        if (operation?.kind !== "group" && operation?.kind !== "cursor")
          throw new IndexDamaged(`${key} is not of a group`);
        for (const table of tables) table.apply(operation, bytes.readDoubleLE(8), bytes.readDoubleLE(0));
      }
    }
  }

  #groupChangesOf({ state, home, changed, cursors }: TableGroup, deletedStreams: readonly number[]): IndexChange[] {
    const changes: IndexChange[] = [];
    const id = padded(state.id);
    if (changed > this.#savedTo)
      changes.push({ key: `g/${id}`, value: placed(groupStateOperation(state), home, changed) });
    for (const cursor of cursors.values()) {
      if (cursor.changed <= this.#savedTo) continue;
      const key = `c/${id}/${padded(cursor.stream)}/${cursor.partition}`;
      changes.push({ key, value: placed(cursorOperation(state.id, cursor), cursor.home, cursor.changed) });
    }
    for (const stream of deletedStreams)
      for (const { key } of this.#scan(`c/${id}/${padded(stream)}/`)) changes.push({ key, value: undefined });
    return changes;
  }

  #removalOfGroup(id: number): IndexChange[] {
    const keys = [`g/${padded(id)}`, ...[...this.#scan(`c/${padded(id)}/`)].map(({ key }) => key)];
    return keys.map((key) => ({ key, value: undefined }));
  }

  #removalOf(id: number): IndexChange[] {
    const keys = [`s/${padded(id)}`];
    for (const prefix of ["p", "r", "x"]) for (const { key } of this.#scan(`${prefix}/${padded(id)}/`)) keys.push(key);
    return keys.map((key) => ({ key, value: undefined }));
  }

  #windowOf(segment: number): IndexChange {
    const operations: LogOperation[] = [];
    for (const { id, dedupe } of this.#heads.streams.all()) {
      for (const [hash, entry] of dedupe.standingIn(segment))
        operations.push({ kind: "dedupe", stream: id, hash, ...entry });
    }
    operations.push(...this.#heads.idempotency.standingIn(segment));
    const count = Buffer.alloc(4);
    count.writeUInt32LE(operations.length);
    return {
      key: windowKey(segment),
      value: operations.length === 0 ? undefined : Buffer.concat([count, encodeOperations(operations)]),
    };
  }

  *#scan(prefix: string): Generator<{ key: string; value: Uint8Array }> {
    const end = `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
    for (let from = prefix; ; ) {
      const rows = this.#store.scan(from, end, SCAN_ROWS);
      yield* rows;
      if (rows.length < SCAN_ROWS) return;
      from = `${rows.at(-1)?.key}\0`;
    }
  }

  #encodeMeta(floor: number, position: number): Buffer {
    const bytes = Buffer.alloc(META_BYTES);
    bytes.writeDoubleLE(META_FORMAT, 0);
    bytes.writeDoubleLE(floor, 8);
    bytes.writeDoubleLE(position, 16);
    bytes.writeDoubleLE(this.#heads.streams.nextStreamId, 24);
    bytes.writeDoubleLE(this.#heads.streams.nextProducerId, 32);
    bytes.writeDoubleLE(this.#heads.groups.nextGroupId, 40);
    bytes.write(this.#logId, 48, 16, "hex");
    return bytes;
  }
}

/** How far the log had come at least when a store was saved, or the log closed; nothing is saved that is not durable. */
export function knownLog(store: IndexStore): KnownLog | undefined {
  try {
    const meta = readMeta(store);
    const end = store.get("end");
    const saved = meta && { logId: meta.logId, position: meta.position, segment: meta.floor, firstSegment: meta.floor };
    if (saved === undefined || end === undefined || end.length !== END_BYTES) return saved;
    const bytes = asBuffer(end);
    const isOfSame = bytes.toString("hex", 16, 32) === saved.logId && bytes.readDoubleLE(0) >= saved.position;
    return isOfSame ? { ...saved, position: bytes.readDoubleLE(0), segment: bytes.readDoubleLE(8) } : saved;
  } catch (error) {
    if (error instanceof IndexDamaged) return undefined;
    throw error;
  }
}

interface Meta {
  readonly floor: number;
  readonly position: number;
  readonly logId: string;
  readonly nextStreamId: number;
  readonly nextProducerId: number;
  readonly nextGroupId: number;
}

function readMeta(store: IndexStore): Meta | undefined {
  const value = store.get("meta");
  if (value === undefined || value.length !== META_BYTES) return undefined;
  const bytes = asBuffer(value);
  if (bytes.readDoubleLE(0) !== META_FORMAT) return undefined;
  return {
    floor: bytes.readDoubleLE(8),
    position: bytes.readDoubleLE(16),
    nextStreamId: bytes.readDoubleLE(24),
    nextProducerId: bytes.readDoubleLE(32),
    nextGroupId: bytes.readDoubleLE(40),
    logId: bytes.toString("hex", 48, 64),
  };
}

function rangesOf(view: StreamsView, from: number, to: number): [PartitionIndex, IndexRange][] {
  const found: [PartitionIndex, IndexRange][] = [];
  for (const { partitions } of view.all()) {
    for (const { index } of partitions) {
      for (let at = index.ranges.length - 1; at >= 0; at--) {
        const range = index.ranges[at] as IndexRange;
        if (range.segment < from) break;
        if (range.segment <= to) found.push([index, range]);
      }
    }
  }
  return found;
}

function rangeChanges(index: PartitionIndex, range: IndexRange): IndexChange[] {
  const head = Buffer.alloc(48);
  const columns = [
    range.segment,
    range.firstOffset,
    range.endOffset,
    range.bytes,
    range.maxTimestampMs,
    range.lastTimeMs,
  ];
  for (const [column, value] of columns.entries()) head.writeDoubleLE(value, column * 8);
  return [
    { key: rangeKey("x", index, range), value: index.entries(range).encode() },
    { key: rangeKey("r", index, range), value: head },
  ];
}

function decodeRange(bytes: Buffer): IndexRange {
  return {
    segment: bytes.readDoubleLE(0),
    firstOffset: bytes.readDoubleLE(8),
    endOffset: bytes.readDoubleLE(16),
    bytes: bytes.readDoubleLE(24),
    maxTimestampMs: bytes.readDoubleLE(32),
    lastTimeMs: bytes.readDoubleLE(40),
    entries: undefined,
  };
}

function encodePartition({ startOffset, nextOffset, home, changed, producers }: HeadPartition): Buffer {
  const head = Buffer.alloc(32);
  for (const [column, value] of [startOffset, nextOffset, home, changed].entries())
    head.writeDoubleLE(value, column * 8);
  return producers === undefined ? head : Buffer.concat([head, producers.encode()]);
}

function restorePartition(partition: HeadPartition, bytes: Buffer): void {
  partition.startOffset = bytes.readDoubleLE(0);
  partition.nextOffset = bytes.readDoubleLE(8);
  partition.home = bytes.readDoubleLE(16);
  partition.changed = bytes.readDoubleLE(24);
  partition.restoredTo = partition.changed;
  partition.producers = bytes.length > 32 ? ProducerTable.decode(bytes.subarray(32)) : undefined;
}

/** An operation behind its home and the position that it is of. */
function placed(operation: LogOperation, home: number, changed: number): Buffer {
  const head = Buffer.alloc(16);
  head.writeDoubleLE(home, 0);
  head.writeDoubleLE(changed, 8);
  return Buffer.concat([head, encodeOperations([operation])]);
}

function encodeOperations(operations: readonly LogOperation[]): Buffer {
  const bytes = Buffer.alloc(operations.reduce((sum, operation) => sum + operationBytes(operation), 0));
  let at = 0;
  for (const operation of operations) at = writeOperation(operation, bytes, at);
  return bytes;
}

function rangeKey(kind: "r" | "x", index: PartitionIndex, range: IndexRange): string {
  return `${kind}/${padded(index.stream)}/${index.partition}/${padded(range.firstOffset)}`;
}

function windowKey(segment: number): string {
  return `w/${padded(segment)}`;
}

/** Numbers of equal width, so that keys sort as their numbers do. */
function padded(number: number): string {
  return String(number).padStart(16, "0");
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
