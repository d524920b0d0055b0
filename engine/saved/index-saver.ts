import type { CommitHeads } from "../commit/commit-intent.ts";
import { isDiskFull } from "../disk/disk-full.ts";
import type { IndexChange, IndexStore } from "../index-store/index-store.ts";
import type { DamageList } from "../log/damage-list.ts";
import { isSettled } from "../settled/settled-place.ts";
import type { GroupsTable } from "../views/groups/groups-table.ts";
import type { LineageTable } from "../views/lineage/lineage-table.ts";
import type { BatchEntries } from "../views/streams/batch-entries.ts";
import type { IndexRange, PartitionIndex } from "../views/streams/partition-index.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { WorkTurns } from "../work-turns.ts";
import { damageChanges, restoreDamage } from "./saved-damage.ts";
import { groupChanges, restoreGroups } from "./saved-groups.ts";
import { SavedKv } from "./saved-kv.ts";
import { encodeEnd, encodeMeta, readMeta } from "./saved-meta.ts";
import { SavedQueues, type SavingQueues } from "./saved-queues.ts";
import { rangeChanges, rangeKeys, rangesOf, readRows, restoreRanges } from "./saved-ranges.ts";
import { SavedSchedules } from "./saved-schedules.ts";
import { restoreSettled, settledChanges } from "./saved-settled.ts";
import { changedStreams, changesOf, restoreStreams, streamChanges } from "./saved-streams.ts";
import { SavedWindows } from "./saved-windows.ts";

/**
 * Keeps in the index store what the heads and the streams view need to start again without replaying the whole log. After a segment is sealed, its ranges and
 * whatever of the heads has changed are saved, and the floor moves behind it: a start restores what was saved and replays from the floor's segment on.
 *
 *   meta                         floor segment, position that everything saved is durable at, identity of the log, counters
 *   s/<stream>                   definition             p/<stream>/<partition>          offsets and producers
 *   r/<stream>/<partition>/<first offset>               a range without its rows       x/... the same key: its rows
 *   w/<segment>/<row>            dedupe ids and idempotency keys whose record stands in that segment
 *   g/<group>                    state                  c/<group>/<stream>/<partition>    cursor
 *   q, j, jc, jh, jw             queues (`saved-queues.ts`)
 *   sc/<schedule>                state, and where it stands what it does
 *   f/<file>                     settled file
 *   b, k, m, t, u, v             KV (`views/kv/kv-rows.ts`)
 *   lc, le, lo                   lineage (`views/lineage/lineage-rows.ts`), written as commits become durable
 *   d/<segment>/<first byte>     damage of a segment that is not read again at the next start, or that was given back and took what is still to be kept
 *   end                          how far the log had come when it was closed, when the heads were saved once more
 *
 * Each value of the heads knows the position it is at, and replay skips what it contains. Values are written only once that position is durable, so the store
 * is never ahead of the log.
 */
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

/** What is saved with one write of the index store: one piece of work in a turn of the event loop. */
const RANGES_A_WRITE = 100;
const STREAMS_A_WRITE = 500;

/** What is saved, and where. */
export interface IndexSaverParts {
  readonly store: IndexStore;
  readonly logId: string;
  readonly heads: CommitHeads;
  readonly lineage: LineageTable;
  readonly damages: DamageList;
  readonly turns: WorkTurns;
  /** Keys of KV in memory beyond which replay saves them. */
  readonly replayedKeys: number;
  /** Keys of KV that a save leaves in memory because they are written again and again. */
  readonly keptKeys: number;
}

export class IndexSaver {
  readonly #store: IndexStore;
  readonly #logId: string;
  readonly #heads: CommitHeads;
  readonly #lineage: LineageTable;
  readonly #damages: DamageList;
  readonly #turns: WorkTurns;
  readonly #kv: SavedKv;
  readonly #schedules: SavedSchedules;
  readonly #queues: SavedQueues;
  readonly #windows: SavedWindows;
  readonly #replayedKeys: number;
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

  constructor({ store, logId, heads, lineage, damages, turns, replayedKeys, keptKeys }: IndexSaverParts) {
    this.#store = store;
    this.#logId = logId;
    this.#heads = heads;
    this.#lineage = lineage;
    this.#damages = damages;
    this.#turns = turns;
    this.#replayedKeys = replayedKeys;
    this.#kv = new SavedKv(store, heads.kv, turns, keptKeys);
    this.#schedules = new SavedSchedules(store, heads.schedules, turns);
    this.#queues = new SavedQueues(store, heads.queues, turns);
    this.#windows = new SavedWindows(store, heads);
  }

  /** Segments below need no replay. */
  get floor(): number {
    return this.#floor;
  }

  /** What the store holds is of this log. */
  get holdsOwn(): boolean {
    return !this.#isForeign;
  }

  /** Whether replay has taken so many keys of KV into memory that they might fill it. */
  get isHeavy(): boolean {
    return this.#heads.kv.taken >= this.#replayedKeys && this.holdsOwn;
  }

  /** While the log is replayed: writes the rows of lineage, and saves the keys of KV when there are many. */
  async relieve(): Promise<void> {
    await this.#lineage.flush();
    if (this.isHeavy) await this.#kv.save(this.#floor);
  }

  /** Saves the keys of KV that were written, which may be done at any time, and lets go of them in memory. */
  async saveEntries(): Promise<void> {
    await this.#clearForeign();
    await this.#kv.save(this.#floor);
  }

  /** How far to save once this segment is sealed. Where most keys in memory were written there again, one segment less: their rows need not be written then, as the next start replays it. */
  lastToSave(sealed: number): number {
    return this.#kv.isMostlyLeftOut(sealed) ? sealed - 1 : sealed;
  }

  /** Gives the rows of a saved range. */
  load(index: PartitionIndex, range: IndexRange): BatchEntries {
    return readRows(this.#store, index, range);
  }

  rangesRemoved(index: PartitionIndex, ranges: readonly IndexRange[]): void {
    for (const range of ranges) {
      if (!isSettled(range.segment) && range.segment < this.#savingTo) this.#removed.push(...rangeKeys(index, range));
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
    restoreStreams(this.#store, this.#heads.streams, view);
    restoreGroups(this.#store, [this.#heads.groups, groups]);
    this.#queues.restore();
    restoreSettled(this.#store, this.#heads.settled);
    this.#kv.restore();
    this.#schedules.restore();
    const unneeded = restoreRanges(this.#store, view, log.firstSegment, meta.floor);
    for (const key of unneeded) this.#removed.push(key);
    for (const key of this.#windows.restore(log.firstSegment, meta.floor)) this.#removed.push(key);
    restoreDamage(this.#store, this.#damages, meta.floor);
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
    this.#kv.forget();
    this.#lineage.forget();
    this.#queues.forget();
    this.#schedules.forget();
    this.#windows.forget();
    await this.#clearForeign().catch((error) => {
      if (!isDiskFull(error)) throw error;
    });
  }

  async #clearForeign(): Promise<void> {
    if (this.#isForeign) await this.#store.clear();
    this.#isForeign = false;
  }

  /**
   * Saves everything up to the end of `segment`, and lets go of the rows in memory. What there may be much of comes first, in many steps; what counts it in, and what has changed since, in one at the end.
   */
  async save(view: StreamsView, segment: number, log: SavedLog): Promise<void> {
    await this.#clearForeign();
    this.#savingTo = segment + 1;
    const removedBefore = this.#removed.length;
    const saved = rangesOf(view, this.#floor, segment);
    const streamsSavedTo = log.headPosition();
    const { firstSegment } = log;
    const savedKeys = await this.#writeInSteps(this.#pieces(saved, segment, firstSegment), log);
    const headPosition = log.headPosition();
    const { streams } = this.#heads;
    for (let number = this.#windowFloor; number < Math.min(firstSegment, this.#floor); number++)
      for (const key of this.#windows.take(number)) this.#removed.push(key);
    this.#windowFloor = Math.min(firstSegment, this.#floor);
    const removed = this.#removed.length;
    const deleted = [...streams.deleted];
    const ungrouped = [...this.#heads.groups.deleted];
    const unsettled = [...this.#heads.settled.deleted];
    const changes: IndexChange[] = [];
    for (const [at, key] of this.#removed.entries())
      if (at >= removedBefore || !savedKeys.has(key)) changes.push({ key, value: undefined });
    for (const change of this.#headChanges(streamsSavedTo)) changes.push(change);
    const queues = this.#queues.begin(this.#savedTo);
    changes.push(...damageChanges(this.#store, this.#damages, view, firstSegment));
    const meta = encodeMeta(segment + 1, headPosition, this.#logId, this.#heads);
    await log.whenVisible(headPosition);
    await this.#lineage.flush();
    await this.#kv.save(segment + 1);
    await this.#schedules.save((position) => log.whenVisible(position));
    await this.#writeWithQueues(queues, [...changes, { key: "meta", value: meta }]);
    this.#floor = segment + 1;
    this.#savedTo = headPosition;
    this.#removed.splice(0, removed);
    for (const id of deleted) streams.deleted.delete(id);
    for (const id of ungrouped) this.#heads.groups.deleted.delete(id);
    for (const file of unsettled) this.#heads.settled.deleted.delete(file);
    for (const [, range] of saved) range.entries = undefined;
  }

  /**
   * Says how far the log has come, so that the next start knows what must be there, and saves the heads as they are then: should the end of the log be gone, no
   * offset and no id is given out again. Everything up to `position` must be durable, and nothing ordered behind it.
   */
  async noteEnd(position: number, segment: number): Promise<void> {
    await this.#clearForeign();
    await this.#lineage.flush();
    const end = encodeEnd(position, segment, this.#logId);
    const meta = encodeMeta(this.#floor, position, this.#logId, this.#heads);
    const changes = [...this.#headChanges(this.#savedTo), ...this.#kv.endChanges()];
    await this.#schedules.save(async () => undefined);
    const queues = this.#queues.begin(this.#savedTo);
    await this.#writeWithQueues(queues, [...changes, { key: "end", value: end }, { key: "meta", value: meta }]);
    this.#savedTo = position;
  }

  /**
   * What there may be much of, in pieces: ranges of segments that are complete, which change no more; streams that have changed since they were saved; dedupe ids and idempotency keys.
   * Until the floor has moved behind their segments, ranges and windows count for nothing: a start removes them.
   */
  *#pieces(
    ranges: readonly (readonly [PartitionIndex, IndexRange])[],
    segment: number,
    firstSegment: number,
  ): Generator<IndexChange[]> {
    const { streams, idempotency } = this.#heads;
    for (let at = 0; at < ranges.length; at += RANGES_A_WRITE)
      yield ranges.slice(at, at + RANGES_A_WRITE).flatMap(([index, range]) => rangeChanges(index, range));
    const changed = changedStreams(streams, this.#savedTo);
    for (let at = 0; at < changed.length; at += STREAMS_A_WRITE)
      yield changed.slice(at, at + STREAMS_A_WRITE).flatMap((stream) => changesOf(stream, this.#savedTo));
    const windows = new Set(
      idempotency.takeForgotIn().filter((number) => firstSegment <= number && number < this.#floor),
    );
    for (let number = Math.max(this.#floor, firstSegment); number <= segment; number++) windows.add(number);
    for (const number of windows) for (const row of this.#windows.rows(number)) yield [row];
  }

  /**
   * Makes all pieces, each in its turn, and writes them one by one once what they rest on is durable.
   * @returns the keys
   */
  async #writeInSteps(pieces: Iterator<IndexChange[]>, log: SavedLog): Promise<ReadonlySet<string>> {
    const made: IndexChange[][] = [];
    const next = (): IteratorResult<IndexChange[]> => pieces.next();
    for (let piece = await this.#turns.run(next); piece.done !== true; piece = await this.#turns.run(next))
      made.push(piece.value);
    await log.whenVisible(log.headPosition());
    const keys = new Set<string>();
    for (const changes of made) {
      for (const { key } of changes) keys.add(key);
      await this.#store.write(changes);
    }
    return keys;
  }

  /** Writes what is saved of the queues, and everything that counts from now on. */
  async #writeWithQueues(queues: SavingQueues, changes: readonly IndexChange[]): Promise<void> {
    let isDone = false;
    try {
      await this.#queues.write(queues);
      await this.#store.write([...changes, ...this.#queues.changes(queues)]);
      await this.#store.sync();
      isDone = true;
    } finally {
      this.#queues.end(queues, !isDone);
    }
  }

  /** What of the heads has changed since it was saved, of the streams since that position. */
  #headChanges(streamsSavedTo: number): IndexChange[] {
    const { streams, groups, settled } = this.#heads;
    return [
      ...streamChanges(this.#store, streams, streamsSavedTo),
      ...groupChanges(this.#store, groups, this.#savedTo, [...streams.deleted]),
      ...settledChanges(settled, this.#savedTo),
    ];
  }
}
