import { SegmentUse } from "./collect/segment-use.ts";
import type { CommitHeads } from "./commit/commit-intent.ts";
import { IdempotencyHead } from "./commit/idempotency.ts";
import type { OrderedCommit } from "./commit/sequencer.ts";
import { IndexDamaged, type IndexStore } from "./index-store/index-store.ts";
import type { Log } from "./log/log.ts";
import { IndexSaver } from "./saved/index-saver.ts";
import { GroupsTable } from "./views/groups/groups-table.ts";
import type { RangeLoader } from "./views/streams/partition-index.ts";
import { StreamsHead } from "./views/streams/streams-head.ts";
import { StreamsView } from "./views/streams/streams-view.ts";

/** Everything that is derived from the log: heads, views, and what is saved of them. */
export interface EngineState {
  readonly heads: CommitHeads;
  readonly view: StreamsView;
  /** Groups as readers see them. */
  readonly groups: GroupsTable;
  readonly saver: IndexSaver;
  readonly use: SegmentUse;
  /** Commit time of the last commit replayed. */
  readonly lastTimeMs: number;
}

/**
 * Derives the state from the index store and the log behind its floor; from the whole log when the store is empty, damaged, or does not fit.
 * @param onIndexDamaged gives the error that a reader gets when the store turns out to be damaged later
 */
export async function loadState(
  log: Log,
  store: IndexStore,
  onIndexDamaged: (error: IndexDamaged) => Error,
): Promise<EngineState> {
  try {
    return await load(log, store, onIndexDamaged);
  } catch (error) {
    if (!(error instanceof IndexDamaged)) throw error;
    await store.clear();
    return load(log, store, onIndexDamaged);
  }
}

async function load(log: Log, store: IndexStore, onIndexDamaged: (error: IndexDamaged) => Error): Promise<EngineState> {
  const heads: CommitHeads = {
    streams: new StreamsHead(),
    groups: new GroupsTable(),
    idempotency: new IdempotencyHead(),
  };
  const groups = new GroupsTable();
  const saver = new IndexSaver(store, log.logId, heads, log.damages);
  const use = new SegmentUse();
  let isLoading = true;
  const loadRange: RangeLoader = (index, range) => {
    try {
      return saver.load(index, range);
    } catch (error) {
      throw error instanceof IndexDamaged && !isLoading ? onIndexDamaged(error) : error;
    }
  };
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
  const lastTimeMs = await replay(log, floor, heads, { view, groups });
  isLoading = false;
  return { heads, view, groups, saver, use, lastTimeMs };
}

async function replay(
  log: Log,
  floor: number,
  heads: CommitHeads,
  views: Pick<EngineState, "view" | "groups">,
): Promise<number> {
  let lastTimeMs = log.openedMs;
  for await (const { segment, entries } of log.replay(floor)) {
    for (const entry of entries) {
      applyToHeads(heads, { ...entry, segment });
      applyToViews(views, entry, segment);
      lastTimeMs = Math.max(lastTimeMs, entry.timeMs);
    }
  }
  return lastTimeMs;
}

/** Applies a commit to what the sequencer decides by. */
export function applyToHeads(
  heads: CommitHeads,
  commit: Pick<OrderedCommit, "position" | "timeMs" | "operations" | "segment">,
): void {
  for (const operation of commit.operations) {
    heads.groups.apply(operation, commit.position, commit.segment);
    heads.streams.apply(operation, commit.position, commit.timeMs, commit.segment);
    heads.idempotency.apply(operation, commit.position, commit.timeMs, commit.segment);
  }
}

/** Applies a durable commit to what readers see. */
export function applyToViews(
  { view, groups }: Pick<EngineState, "view" | "groups">,
  commit: Pick<OrderedCommit, "position" | "timeMs" | "operations" | "payloadByte">,
  segment: number,
): void {
  view.apply(commit, segment);
  for (const operation of commit.operations) groups.apply(operation, commit.position, segment);
}
