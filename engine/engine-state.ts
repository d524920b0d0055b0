import { SegmentUse } from "./collect/segment-use.ts";
import type { CommitHeads } from "./commit/commit-intent.ts";
import { IdempotencyHead } from "./commit/idempotency.ts";
import { besideEntries, type PlacedCommit } from "./commit/placed-commit.ts";
import { IndexDamaged, type IndexStore } from "./index-store/index-store.ts";
import type { Log } from "./log/log.ts";
import type { Random } from "./random/random.ts";
import { IndexSaver } from "./saved/index-saver.ts";
import { adoptManifest, adoptWritten } from "./settled/adopt-settled.ts";
import type { SettledFiles } from "./settled/settled-files.ts";
import { adoptStrangers } from "./settled/settled-strangers.ts";
import { SettledTable } from "./settled/settled-table.ts";
import { GroupsTable } from "./views/groups/groups-table.ts";
import { KvRows } from "./views/kv/kv-rows.ts";
import { KvTable } from "./views/kv/kv-table.ts";
import { LineageTable } from "./views/lineage/lineage-table.ts";
import { QueueTable } from "./views/queues/queue-table.ts";
import { ScheduleTable } from "./views/schedules/schedule-table.ts";
import type { RangeLoader } from "./views/streams/partition-index.ts";
import { keepingRecent } from "./views/streams/recent-ranges.ts";
import { StreamsHead } from "./views/streams/streams-head.ts";
import { StreamsView } from "./views/streams/streams-view.ts";
import type { WorkTurns } from "./work-turns.ts";

/** Everything that is derived from the log: heads, views, and what is saved of them. */
export interface EngineState {
  readonly heads: CommitHeads;
  readonly view: StreamsView;
  /** Groups as readers see them. */
  readonly groups: GroupsTable;
  readonly lineage: LineageTable;
  readonly saver: IndexSaver;
  readonly use: SegmentUse;
  /** Commit time of the last commit replayed. */
  readonly lastTimeMs: number;
}

/** What the state is made with. */
interface LoadParts {
  readonly turns: WorkTurns;
  readonly random: Random;
  readonly keysInMemory: number;
  readonly jobLogsBytes?: number;
}

/** Replay saves keys of KV when so many times what is held otherwise is in memory: nobody waits for it, and most are written several times. */
const REPLAYED_TIMES = 5;
/** What a save leaves of them in memory, so that as many come to them before the next one is due. */
const KEPT_SHARE = 0.5;

/**
 * Derives the state from the index store and the log behind its floor; from the whole log when the store is empty, damaged, or does not fit.
 * @param onIndexDamaged gives the error that a reader gets when the store turns out to be damaged later
 */
export async function loadState(
  log: Log,
  store: IndexStore,
  parts: LoadParts,
  onIndexDamaged: (error: IndexDamaged) => Error,
): Promise<EngineState> {
  try {
    return await load(log, store, parts, onIndexDamaged);
  } catch (error) {
    if (!(error instanceof IndexDamaged)) throw error;
    await store.clear();
    return load(log, store, parts, onIndexDamaged);
  }
}

async function load(
  log: Log,
  store: IndexStore,
  { turns, random, keysInMemory, jobLogsBytes }: LoadParts,
  onIndexDamaged: (error: IndexDamaged) => Error,
): Promise<EngineState> {
  let isLoading = true;
  const readerError = (error: unknown): unknown =>
    error instanceof IndexDamaged && !isLoading ? onIndexDamaged(error) : error;
  const kvRows = new KvRows(store, () => saver.holdsOwn, readerError);
  const heads: CommitHeads = {
    streams: new StreamsHead(),
    groups: new GroupsTable(),
    kv: new KvTable(kvRows),
    queues: new QueueTable(random, jobLogsBytes),
    schedules: new ScheduleTable(),
    idempotency: new IdempotencyHead(),
    settled: new SettledTable(),
  };
  const groups = new GroupsTable();
  const lineage = new LineageTable(store, kvRows, () => saver.holdsOwn);
  const saver: IndexSaver = new IndexSaver({
    store,
    logId: log.logId,
    heads,
    lineage,
    damages: log.damages,
    turns,
    replayedKeys: REPLAYED_TIMES * keysInMemory,
    keptKeys: KEPT_SHARE * keysInMemory,
  });
  const use = new SegmentUse();
  const loadRange: RangeLoader = keepingRecent((index, range) => {
    const { settled } = range;
    if (settled !== undefined) {
      const { firstTimeMs, rows } = settled;
      return log.settled.rows(range.segment, rows, { firstOffset: range.firstOffset, firstTimeMs });
    }
    try {
      return saver.load(index, range);
    } catch (error) {
      throw readerError(error);
    }
  });
  const view = new StreamsView(loadRange, {
    added: (range) => use.added(range),
    removed: (index, ranges) => {
      use.removed(ranges);
      saver.rangesRemoved(index, ranges);
    },
  });
  const lastSegment = log.writer.segment.number;
  const { floor } = await saver.restore(view, groups, {
    firstSegment: log.firstSegment,
    neededFrom: log.writer.firstSegment,
    lastSegment,
    lastPosition: log.writer.durablePosition,
  });
  const lastTimeMs = await replay(log, floor, heads, { view, groups, lineage }, saver);
  await adoptStrangers(log, heads.settled);
  await adoptManifest(view, log.settled, heads.settled);
  isLoading = false;
  return { heads, view, groups, lineage, saver, use, lastTimeMs };
}

async function replay(
  log: Log,
  floor: number,
  heads: CommitHeads,
  { lineage, ...views }: Pick<EngineState, "view" | "groups" | "lineage">,
  saver: IndexSaver,
): Promise<number> {
  let lastTimeMs = log.openedMs;
  for await (const { segment, entries } of log.replay(floor)) {
    for (const entry of entries) {
      const commit = { ...entry, segment };
      const others = besideEntries(commit);
      applyToHeads(heads, commit, others);
      applyToViews(heads, { ...views, settledFiles: log.settled }, commit, others);
      lineage.replay(commit);
      lastTimeMs = Math.max(lastTimeMs, entry.timeMs);
      if (saver.isHeavy) await saver.relieve();
    }
    await saver.relieve();
  }
  return lastTimeMs;
}

/**
 * Applies a commit to what the sequencer decides by.
 * @param others what `besideEntries` gives of it
 */
export function applyToHeads(heads: CommitHeads, commit: PlacedCommit, others: PlacedCommit): void {
  const { position, timeMs, segment } = commit;
  heads.kv.applyOrdered(commit);
  heads.queues.apply(others);
  heads.schedules.apply(others);
  for (const operation of others.operations) {
    heads.groups.apply(operation, position, segment);
    heads.streams.apply(operation, position, timeMs, segment);
    heads.idempotency.apply(operation, position, timeMs, segment);
    heads.settled.apply(operation, position, segment);
  }
}

/** What readers see. */
export type VisibleState = Pick<EngineState, "view" | "groups"> & { readonly settledFiles: SettledFiles };

/**
 * Applies a durable commit to what readers see.
 * @param others what `besideEntries` gives of it
 */
export function applyToViews(
  { kv }: Pick<CommitHeads, "kv">,
  { view, groups, settledFiles }: VisibleState,
  commit: PlacedCommit,
  others: PlacedCommit,
): void {
  view.apply(others, commit.segment);
  kv.applyDurable(commit);
  for (const operation of others.operations) {
    groups.apply(operation, commit.position, commit.segment);
    if (operation.kind === "settled") adoptWritten(view, settledFiles, operation);
  }
}
