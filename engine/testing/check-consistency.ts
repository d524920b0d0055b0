import assert from "node:assert/strict";
import { type LogOperation, payloadBytesOf } from "../commit/operation.ts";
import type { Engine } from "../engine.ts";
import type { EngineParts } from "../inspect.ts";
import { fileOfPlace, isSettled, nameOfPlace, placeInFile } from "../settled/settled-place.ts";
import type { Bucket } from "../views/kv/bucket.ts";
import { BucketFigures } from "../views/kv/bucket-figures.ts";
import type { KvVersion } from "../views/kv/entry-version.ts";
import { decodeKey } from "../views/kv/key-encoding.ts";
import { keysFrom } from "../views/kv/kv-scan.ts";
import type { KvTable } from "../views/kv/kv-table.ts";
import { LineageLife } from "../views/lineage/lineage-life.ts";
import { lineagesIn } from "../views/lineage/lineage-table.ts";
import { dedupeCounts } from "../views/streams/dedupe-horizon.ts";
import { isHiddenStream } from "../views/streams/hidden-stream.ts";
import type { IndexRange, PartitionIndex } from "../views/streams/partition-index.ts";
import type { HeadPartition } from "../views/streams/streams-head.ts";
import type { VisiblePartition } from "../views/streams/streams-view.ts";
import { checkQueues } from "./check-queues.ts";
import { checkSchedules } from "./check-schedules.ts";

/**
 * Checks everything that must hold between head, view, index, segment use and log when nothing is under way (let the clock settle first):
 *
 * - head and view know the same streams, definitions, first and next offsets;
 * - the index of a partition has no gap and no overlap from its first offset to its end, unless the log is damaged;
 * - rows, sums and bounds of ranges agree, and every batch lies in a segment that the log has;
 * - the log and the settled files that are named in it hold exactly the batches that the index knows, at the places it says, with the bytes they were given;
 * - the sequencer and readers know the same of every bucket, its figures are those of its keys, and the log holds every version at the place that its key says;
 * - the log holds every origin of a commit that the index knows, and the index every one in the log of which something is there;
 * - queues count their jobs, keys and workers as they are (`check-queues.ts`);
 * - schedules stand in what is kept, and are awaited when they are due (`check-schedules.ts`);
 * - a segment is in use just when a range lies in it, and nothing that still counts stands in a segment that was given back.
 */
export async function checkConsistency(engine: Engine): Promise<void> {
  const parts = engine.inspect();
  const { log, state, sequencer } = parts;
  await sequencer.whenQuiet();
  assert.equal(sequencer.visiblePosition, log.writer.durablePosition, "what is durable is visible");
  assert.equal(log.writer.nextPosition, log.writer.durablePosition + 1, "nothing is unsynced");
  checkSegments(parts, engine.damages().length > 0);
  checkStreams(parts, engine.damages().length > 0);
  checkUse(parts, engine.damages().length > 0);
  checkWindows(parts);
  await checkBuckets(parts, engine.damages().length > 0);
  await checkBatches(parts, engine.damages().length > 0);
  checkQueues(parts, engine.damages().length > 0);
  await checkSchedules(parts, engine.damages().length > 0);
  await checkLineage(parts, engine.damages().length > 0);
  assert.ok(state.saver.floor <= log.writer.segment.number, "the saved floor is in the log");
}

function checkSegments({ log }: EngineParts, isDamaged: boolean): void {
  let last = 0;
  for (let number = log.firstSegment; number <= log.writer.segment.number; number++) {
    const segment = log.segment(number);
    if (segment === undefined) {
      assert.ok(isDamaged, `segment ${number} is missing`);
      continue;
    }
    assert.equal(segment.number, number);
    assert.equal(segment.pins, 0, `segment ${number} is pinned by nobody`);
    if (number > log.firstSegment && !isDamaged)
      assert.equal(segment.header.firstPosition, last + 1, `segment ${number} continues the one before`);
    last = segment.lastPosition;
  }
}

function checkStreams({ state }: EngineParts, isDamaged: boolean): void {
  const { view } = state;
  const head = state.heads.streams;
  let defined = 0;
  let hidden = 0;
  for (const stream of head.all()) {
    assert.ok(stream.definition !== undefined, `stream ${stream.id} has a name`);
    assert.equal(head.find(stream.definition.name), stream);
    assert.ok(stream.id < head.nextStreamId, `id ${stream.id} is not given again`);
    const visible = view.findById(stream.id);
    assert.ok(visible !== undefined && view.find(stream.definition.name) === visible);
    assert.deepEqual(visible.definition, stream.definition);
    assert.equal(stream.partitions.length, stream.definition.partitions);
    assert.equal(visible.partitions.length, stream.definition.partitions);
    for (const [number, partition] of stream.partitions.entries())
      checkPartition(
        partition,
        visible.partitions[number] as VisiblePartition,
        isDamaged || isHiddenStream(stream.definition.name),
      );
    defined++;
    if (isHiddenStream(stream.definition.name)) hidden++;
  }
  assert.equal(head.count, defined);
  assert.equal(view.count, defined - hidden);
  assert.equal([...view.all()].length, defined, "the view knows no other streams");
}

function checkPartition(
  head: HeadPartition,
  { index, startOffset, endOffset }: VisiblePartition,
  isDamaged: boolean,
): void {
  const name = `partition ${index.stream}/${index.partition}`;
  assert.deepEqual([head.startOffset, head.nextOffset], [startOffset, endOffset], `${name}: head and view agree`);
  assert.ok(startOffset <= endOffset, `${name}: begins before it ends`);
  if (!isDamaged) assert.deepEqual(index.holes(startOffset, endOffset), [], `${name}: nothing is missing`);
  let expected = 0;
  let segment = 0;
  let kept = 0;
  for (const range of index.ranges) {
    assert.ok(range.firstOffset >= expected, `${name}: ranges do not overlap`);
    assert.ok(isSettled(range.segment) || range.segment >= segment, `${name}: ranges lie in the order of the log`);
    assert.ok(range.endOffset > startOffset, `${name}: no range is trimmed wholly`);
    kept += checkRange(index, range, startOffset, name);
    expected = range.endOffset;
    segment = Math.max(segment, range.segment);
  }
  assert.ok(expected <= endOffset, `${name}: nothing lies beyond the end`);
  assert.equal(index.bytes, kept, `${name}: bytes are those of its batches`);
}

/** Returns the bytes of its batches that are not trimmed. */
function checkRange(index: PartitionIndex, range: IndexRange, startOffset: number, name: string): number {
  const entries = index.entries(range);
  let [bytes, kept, greatest, lastMs] = [0, 0, Number.NEGATIVE_INFINITY, 0];
  assert.ok(entries.rows > 0);
  assert.equal(entries.baseOffset(0), range.firstOffset, `${name}: a range begins with its first row`);
  for (let row = 0; row < entries.rows; row++) {
    if (row > 0) assert.ok(entries.baseOffset(row) > entries.baseOffset(row - 1), `${name}: rows rise`);
    bytes += entries.length(row);
    if (entries.baseOffset(row) >= startOffset) kept += entries.length(row);
    greatest = Math.max(greatest, entries.maxTimestampMs(row));
    assert.ok(entries.timeMs(row) >= lastMs, `${name}: commit times never go back`);
    lastMs = entries.timeMs(row);
  }
  assert.deepEqual([range.bytes, range.maxTimestampMs, range.lastTimeMs], [bytes, greatest, lastMs], `${name}: sums`);
  return kept;
}

function checkUse({ state, log }: EngineParts, isDamaged: boolean): void {
  const ranges = new Map<number, number>();
  for (const { partitions } of state.view.all()) {
    for (const { index } of partitions)
      for (const { segment } of index.ranges) ranges.set(segment, (ranges.get(segment) ?? 0) + 1);
  }
  for (let number = 0; number <= log.writer.segment.number; number++)
    assert.equal(state.use.rangesIn(number), ranges.get(number) ?? 0, `ranges counted in segment ${number}`);
  for (const { operation } of state.heads.settled.all()) {
    const place = placeInFile(operation.file);
    assert.equal(state.use.rangesIn(place), ranges.get(place) ?? 0, `ranges counted in ${nameOfPlace(place)}`);
    assert.ok(
      isDamaged || log.settled.bytesOf(operation.file) === operation.bytes,
      "a settled file is as it was named",
    );
  }
  for (const place of ranges.keys()) {
    const isThere = isSettled(place) ? state.heads.settled.has(fileOfPlace(place)) : log.segment(place) !== undefined;
    assert.ok(isDamaged || isThere, `${nameOfPlace(place)} is still there`);
  }
}

/** What decides about the present must stand in a segment that is kept. */
function checkWindows({ state, log, sequencer }: EngineParts): void {
  const nowMs = sequencer.nowMs();
  const first = log.firstSegment;
  for (const stream of state.heads.streams.all()) {
    assert.ok(stream.home >= first, `the definition of stream ${stream.id} is kept`);
    for (const { home } of stream.partitions)
      assert.ok(home >= first, `the state of a partition of ${stream.id} is kept`);
    const { definition } = stream;
    for (const [, entry] of stream.dedupe.entries())
      if (definition !== undefined && dedupeCounts(definition, entry, nowMs))
        assert.ok(entry.segment >= first, "a dedupe id that counts is kept");
  }
  checkGroups(state, first);
  for (const { operation, home } of state.heads.settled.all())
    assert.ok(home >= first, `the name of settled file ${operation.file} is kept`);
  const beyond = state.heads.idempotency.carried((segment) => segment < first, nowMs);
  assert.deepEqual(beyond, [], "idempotency keys that count are kept");
}

/** Head and view agree on groups, and what they know stands in what is kept. */
function checkGroups({ heads, groups, view }: EngineParts["state"], first: number): void {
  assert.equal(groups.count, heads.groups.count);
  for (const { state, home, cursors } of heads.groups.all()) {
    const visible = groups.find(state.name);
    assert.deepEqual(visible?.state, state);
    assert.ok(home >= first, `the state of group ${state.name} is kept`);
    assert.equal(visible?.cursors.size, cursors.size);
    for (const [key, cursor] of cursors) {
      assert.deepEqual(visible?.cursors.get(key), cursor);
      assert.ok(cursor.home >= first, `a cursor of group ${state.name} is kept`);
      assert.ok(view.findById(cursor.stream) !== undefined, "a cursor is of a stream that is there");
    }
    const held = state.members.flatMap(({ holding }) =>
      holding.map(({ stream, partition }) => `${stream}/${partition}`),
    );
    assert.equal(new Set(held).size, held.length, "no partition is held by two");
  }
}

async function checkLineage({ state, log }: EngineParts, isDamaged: boolean): Promise<void> {
  const { lineage, view, heads } = state;
  await lineage.flush();
  const life = new LineageLife({ lineage: lineage.reader, view, kv: heads.kv, queues: heads.queues });
  const inIndex = new Set(lineage.reader.positions());
  for (let number = log.firstSegment; number <= log.writer.segment.number; number++) {
    for (const entry of await log.entriesOf(number)) {
      for (const inLog of lineagesIn(entry)) {
        const known = lineage.reader.commit(inLog.position);
        if (known !== undefined) assert.deepEqual(known, inLog, `the index knows what position ${inLog.position} says`);
        else assert.ok(!life.isKept(inLog), `nothing is left of what position ${inLog.position} says`);
        inIndex.delete(inLog.position);
      }
    }
  }
  if (!isDamaged) assert.deepEqual([...inIndex], [], "the index has no origin that the log does not have");
}

async function checkBuckets({ state, log }: EngineParts, isDamaged: boolean): Promise<void> {
  const { kv } = state.heads;
  assert.equal(kv.unavailable, undefined);
  const inIndex = new Map<string, KvVersion>();
  for (const bucket of kv.all()) {
    assert.ok(
      bucket.state !== undefined && bucket.home >= log.firstSegment,
      `bucket ${bucket.id} has a name, which is kept`,
    );
    assert.deepEqual(bucket.visible, bucket.state);
    assert.equal(bucket.visibleRevision, bucket.lastRevision);
    checkKeys(kv, bucket, inIndex);
  }
  for (let number = log.firstSegment; number <= log.writer.segment.number; number++) {
    for (const { payloadByte, operations } of await log.entriesOf(number)) {
      let byte = payloadByte;
      for (const operation of operations) {
        if (operation.kind === "put" || operation.kind === "remove") {
          const key = `${operation.bucket} ${operation.key} ${operation.revision} at ${number}/${byte}`;
          const version = inIndex.get(key);
          inIndex.delete(key);
          if (version !== undefined && version.payloadBytes > 0 && !isDamaged)
            assert.equal((await log.reader.read([version])).whole, 1, `${key} can be read`);
        }
        byte += payloadBytesOf(operation);
      }
    }
  }
  if (!isDamaged) assert.deepEqual([...inIndex.keys()], [], "the index has no version that the log does not have");
}

function checkKeys(kv: KvTable, bucket: Bucket, inIndex: Map<string, KvVersion>): void {
  const sums = new BucketFigures();
  for (const { key, versions } of keysFrom(kv, bucket, "")) {
    const name = decodeKey(key);
    assert.deepEqual(kv.ordered(bucket, key), versions, `${name}: sequencer and readers agree`);
    for (const [index, version] of versions.entries()) {
      if (index > 0) assert.ok(version.revision > (versions[index - 1]?.revision ?? 0), `${name}: revisions rise`);
      assert.ok(version.revision <= bucket.lastRevision);
      inIndex.set(`${bucket.id} ${name} ${version.revision} at ${version.segment}/${version.byte}`, version);
    }
    sums.change(Buffer.byteLength(name), [], versions);
  }
  const { entries, bytes, liveBytes, segments } = bucket.figures;
  assert.deepEqual(
    { entries, bytes, liveBytes },
    { entries: sums.entries, bytes: sums.bytes, liveBytes: sums.liveBytes },
  );
  assert.deepEqual(new Map([...segments].sort()), new Map([...sums.segments].sort()));
}

/** What the index calls a batch that is kept; undefined of other operations. */
function liveKeyOf({ view }: EngineParts["state"], operation: LogOperation): string | undefined {
  if (operation.kind !== "append") return undefined;
  const { stream, partition, baseOffset, records } = operation;
  const start = view.findById(stream)?.partitions[partition]?.startOffset;
  return start !== undefined && baseOffset + records > start ? `${stream}/${partition}/${baseOffset}` : undefined;
}

/** Whether the index has a batch in a settled file that still stands in the log: its segment may stay for the sake of something else. Of a queue's those are left out there whose jobs are gone. */
function isSettledBatch({ heads, view }: EngineParts["state"], operation: LogOperation): boolean {
  if (operation.kind !== "append") return false;
  const { stream, partition, baseOffset, records } = operation;
  const index = view.findById(stream)?.partitions[partition]?.index;
  const [place] = index?.places(baseOffset, 1) ?? [];
  if (place?.baseOffset === baseOffset) return isSettled(place.segment);
  const jobs = heads.queues.findById(stream)?.jobs;
  const offsets = Array.from({ length: records }, (_, record) => baseOffset + record);
  return jobs !== undefined && offsets.every((offset) => jobs.stateOf(offset) === undefined);
}

/** The log's own account against the index, and the bytes of every batch. */
async function checkBatches({ log, state }: EngineParts, isDamaged: boolean): Promise<void> {
  const inIndex = new Set<string>();
  for (const { partitions } of state.view.all())
    for (const { index, startOffset } of partitions) await checkReads(log, index, startOffset, inIndex, isDamaged);
  for (let number = log.firstSegment; number <= log.writer.segment.number; number++) {
    for (const { payloadByte, operations } of await log.entriesOf(number)) {
      let byte = payloadByte;
      for (const operation of operations) {
        const key = liveKeyOf(state, operation);
        if (key !== undefined && !isSettledBatch(state, operation))
          assert.ok(inIndex.delete(`${key} at ${number}/${byte}`), `the index has ${key}`);
        byte += payloadBytesOf(operation);
      }
    }
  }
  const unknown = [...inIndex].filter((key) => !key.includes(" at -"));
  if (!isDamaged) assert.deepEqual(unknown, [], "the index has nothing that the log and settled files do not have");
}

async function checkReads(
  log: EngineParts["log"],
  index: PartitionIndex,
  startOffset: number,
  found: Set<string>,
  isDamaged: boolean,
): Promise<void> {
  for (let offset = startOffset; ; ) {
    const places = index.places(offset, 64 * 1024);
    const last = places.at(-1);
    if (last === undefined) return;
    const { whole } = await log.reader.read(places);
    if (!isDamaged) assert.equal(whole, places.length, `all batches from ${offset} on can be read`);
    for (const { baseOffset, segment, byte } of places)
      found.add(`${index.stream}/${index.partition}/${baseOffset} at ${segment}/${byte}`);
    offset = index.batchEnd(last.baseOffset);
  }
}
