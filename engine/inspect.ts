import { createHash } from "node:crypto";
import type { BucketState } from "./commit/kv-operation.ts";
import type { ScheduleRecord } from "./commit/schedule-operation.ts";
import type { Sequencer } from "./commit/sequencer.ts";
import type { StreamDefinition } from "./commit/stream-operation.ts";
import type { EngineState } from "./engine-state.ts";
import type { Log } from "./log/log.ts";
import type { PayloadPlace } from "./log/log-reader.ts";
import type { TableCursor, TableGroup } from "./views/groups/groups-table.ts";
import type { Bucket } from "./views/kv/bucket.ts";
import { keysFrom, writesBehind } from "./views/kv/kv-scan.ts";
import type { KvTable } from "./views/kv/kv-table.ts";
import { dedupeCounts } from "./views/streams/dedupe-horizon.ts";
import { ProducerTable } from "./views/streams/producer-table.ts";
import type { HeadStream } from "./views/streams/streams-head.ts";
import type { VisiblePartition, VisibleStream } from "./views/streams/streams-view.ts";

/** What an engine is made of. For tests and simulation, which look and change nothing. */
export interface EngineParts {
  readonly log: Log;
  readonly state: EngineState;
  readonly sequencer: Sequencer;
}

/** A batch as the index knows it: base offset, segment, byte, bytes, CRC, commit time, greatest timestamp. */
type BatchRow = readonly [number, number, number, number, number, number, number];

/** Everything that the views say, in a form that can be compared. */
export interface EngineImage {
  readonly nextStreamId: number;
  readonly nextProducerId: number;
  readonly streams: readonly StreamImage[];
  readonly groups: readonly GroupImage[];
  readonly nextBucketId: number;
  readonly buckets: readonly BucketImage[];
  readonly schedules: readonly ScheduleImage[];
  /** Idempotency keys that still count. */
  readonly idempotency: readonly string[];
}

/** A group as the sequencer and as readers know it. */
interface GroupImage {
  readonly head: TableGroup["state"];
  readonly view: TableGroup["state"] | undefined;
  readonly home: number;
  readonly cursors: readonly string[];
}

/** A bucket as the sequencer and as readers know it, with all that is kept of its keys. */
interface BucketImage {
  readonly head: BucketState | undefined;
  readonly view: BucketState | undefined;
  readonly home: number;
  readonly revisions: readonly [lastRevision: number, visibleRevision: number, watchFloor: number];
  readonly entries: number;
  readonly bytes: number;
  readonly segments: readonly string[];
  readonly keys: readonly string[];
  /** What a watch from the very beginning would find. */
  readonly writes: readonly string[];
}

/** A schedule, and where it stands what it does. */
interface ScheduleImage extends ScheduleRecord {
  readonly place: PayloadPlace | undefined;
}

interface StreamImage {
  readonly id: number;
  readonly definition: StreamDefinition | undefined;
  readonly home: number;
  readonly partitions: readonly PartitionImage[];
  /** Dedupe ids that still count. */
  readonly dedupe: readonly string[];
}

interface PartitionImage {
  readonly home: number;
  readonly head: readonly [startOffset: number, nextOffset: number];
  readonly view: readonly [startOffset: number, endOffset: number];
  readonly producers: string;
  readonly bytes: number;
  readonly batches: readonly BatchRow[];
}

/**
 * What the views say at a time. It follows from the log alone, whether the state was kept, restored or replayed. To be asked when nothing is under way.
 */
export function imageOf({ heads, view, groups }: EngineState, nowMs: number): EngineImage {
  const { streams, idempotency, schedules } = heads;
  const groupsInOrder = [...heads.groups.all()].sort((a, b) => a.state.id - b.state.id);
  const buckets = [...heads.kv.all()].sort((a, b) => a.id - b.id);
  const inOrder = [...streams.all()].sort((a, b) => a.id - b.id);
  return {
    nextStreamId: streams.nextStreamId,
    nextProducerId: streams.nextProducerId,
    streams: inOrder.map((stream) => streamImage(stream, view.findById(stream.id), nowMs)),
    groups: groupsInOrder.map((group) => groupImage(group, groups.findById(group.state.id))),
    nextBucketId: heads.kv.nextBucketId,
    buckets: buckets.map((bucket) => bucketImage(heads.kv, bucket)),
    schedules: [...schedules.slots.all()].map((slot) => ({
      ...schedules.recordOf(slot),
      place: schedules.placeOf(slot),
    })),
    idempotency: idempotency
      .carried(() => true, nowMs)
      .map(({ key, ...entry }) => `${Buffer.from(key, "latin1").toString("hex")} ${JSON.stringify(entry)}`)
      .sort(),
  };
}

/** A checksum of the image, as text. */
export function digestOf(state: EngineState, nowMs: number): string {
  return createHash("sha256")
    .update(JSON.stringify(imageOf(state, nowMs)))
    .digest("hex");
}

function groupImage({ state, home, cursors }: TableGroup, visible: TableGroup | undefined): GroupImage {
  const rows = (of: ReadonlyMap<string, object>): string[] =>
    [...of]
      .map(([key, { changed, ...cursor }]: [string, Partial<TableCursor>]) => `${key} ${JSON.stringify(cursor)}`)
      .sort();
  return {
    head: state,
    view: visible?.state,
    home,
    cursors: [...rows(cursors), ...rows(visible?.cursors ?? new Map())],
  };
}

function bucketImage(table: KvTable, bucket: Bucket): BucketImage {
  const { state, visible, home, lastRevision, visibleRevision, watchFloor, figures } = bucket;
  const kept = [...keysFrom(table, bucket, "")].filter(({ versions }) => versions.length > 0);
  const revisions = new Set(kept.flatMap(({ versions }) => versions.map(({ revision }) => revision)));
  return {
    head: state,
    view: visible,
    home,
    revisions: [lastRevision, visibleRevision, watchFloor],
    entries: figures.entries,
    bytes: figures.bytes,
    segments: [...figures.segments].map(([segment, live]) => `${segment} ${JSON.stringify(live)}`).sort(),
    keys: kept.map(({ key, versions }) => `${key} ${JSON.stringify(versions)}`),
    writes: [...writesBehind(table, bucket, 0)]
      .filter(({ revision }) => revisions.has(revision))
      .map(({ revision, key }) => `${revision} ${key}`),
  };
}

function streamImage(stream: HeadStream, visible: VisibleStream | undefined, nowMs: number): StreamImage {
  const { id, definition, home } = stream;
  return {
    id,
    definition,
    home,
    partitions: stream.partitions.map((head, number) => {
      const view = visible?.partitions[number];
      return {
        home: head.home,
        head: [head.startOffset, head.nextOffset],
        view: [view?.startOffset ?? -1, view?.endOffset ?? -1],
        producers: (head.producers ?? new ProducerTable()).encode().toString("hex"),
        bytes: view?.index.bytes ?? -1,
        batches: view === undefined ? [] : batchRows(view),
      };
    }),
    dedupe: [...stream.dedupe.entries()]
      .filter(([, entry]) => definition !== undefined && dedupeCounts(definition, entry, nowMs))
      .map(([hash, entry]) => `${Buffer.from(hash, "latin1").toString("hex")} ${JSON.stringify(entry)}`)
      .sort(),
  };
}

/** Batches that are not trimmed. */
function batchRows({ index, startOffset }: VisiblePartition): BatchRow[] {
  const rows: BatchRow[] = [];
  for (const range of index.ranges) {
    const entries = index.entries(range);
    for (let row = 0; row < entries.rows; row++) {
      const next = row + 1 < entries.rows ? entries.baseOffset(row + 1) : range.endOffset;
      if (next <= startOffset) continue;
      rows.push([
        entries.baseOffset(row),
        range.segment,
        entries.byte(row),
        entries.length(row),
        entries.crc(row),
        entries.timeMs(row),
        entries.maxTimestampMs(row),
      ]);
    }
  }
  return rows;
}
