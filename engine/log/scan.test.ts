import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeBatch } from "@flowmesh/fabric";
import { batchCrc } from "@flowmesh/fabric/internal";
import type { AppendOperation } from "../commit/stream-operation.ts";
import { frameSeed, frameSizes, writeFrame } from "./frame.ts";
import { type KnownEnd, type Scan, scanSegment } from "./scan.ts";
import { SEGMENT_DATA_START, type SegmentHeader } from "./segment-header.ts";

const logId = "89abcdef".repeat(4);
const segmentBytes = 64 * 1024;

const header: SegmentHeader = {
  kind: "log",
  epoch: 3,
  segment: 5,
  firstPosition: 10,
  keptPosition: 9,
  keptByte: SEGMENT_DATA_START,
  previousChecksum: 77,
  segmentBytes,
  firstSegment: 2,
  timeMs: 1000,
  logId,
  durableEnd: 9,
};

/** A segment as it is written, frame by frame. */
class WrittenSegment {
  readonly bytes = Buffer.alloc(segmentBytes);
  /** Where each frame begins, by position. */
  readonly starts = new Map<number, number>();
  at = SEGMENT_DATA_START;
  position = header.firstPosition;
  checksum = header.previousChecksum;
  epoch = header.epoch;
  segment = header.segment;
  seed = frameSeed(logId);

  add(durableEnd: number, value: Uint8Array = Buffer.from(`value ${this.position}`)): this {
    const payload = encodeBatch([{ timestampMs: 1000, value }]);
    const nobody = { producerId: -1, producerEpoch: -1, baseSequence: -1, dedupe: "", jobs: undefined };
    const place = { stream: 1, partition: 0, baseOffset: this.position, records: 1, maxTimestampMs: 1000 };
    const sums = { payloadBytes: payload.length, payloadCrc: batchCrc(payload), payload };
    const operations: AppendOperation[] = [{ kind: "append", ...place, ...nobody, ...sums }];
    const sizes = frameSizes(operations);
    const { position, epoch, segment } = this;
    const identity = { previousChecksum: this.checksum, position, epoch, timeMs: 1000, durableEnd, segment };
    this.checksum = writeFrame(this.bytes, this.at, sizes, { ...identity, seed: this.seed }, operations);
    this.starts.set(this.position++, this.at);
    this.at += sizes.frame;
    return this;
  }

  start(position: number): number {
    return this.starts.get(position) as number;
  }

  flip(position: number, byte: number): this {
    this.bytes[this.start(position) + byte]! ^= 1;
    return this;
  }

  scan(known: KnownEnd = {}, change: Partial<SegmentHeader> = {}): Scan {
    return scanSegment(this.bytes, { ...header, ...change }, known);
  }
}

const positions = ({ entries }: Scan): number[] => entries.map(({ position }) => position);
const damaged = ({ damages }: Scan): [number, number][] =>
  damages.map((each) => [each.firstPosition, each.lastPosition]);

/** Frames 10 to 15; each was written when the one before was durable. */
function six(): WrittenSegment {
  const segment = new WrittenSegment();
  for (let position = 10; position <= 15; position++) segment.add(position - 1);
  return segment;
}

test("a whole segment is read to its last frame", () => {
  const segment = six();
  const scan = segment.scan();
  assert.deepEqual(positions(scan), [10, 11, 12, 13, 14, 15]);
  assert.deepEqual([scan.endByte, scan.lastPosition, scan.lastChecksum], [segment.at, 15, segment.checksum]);
  assert.deepEqual([scan.damages, scan.openEnded], [[], false]);
});

test("the last frame is a tail when it is torn anywhere: nothing says that it was durable", () => {
  const segment = six();
  for (let cut = segment.start(15); cut < segment.at; cut++) {
    const torn = six();
    torn.bytes.fill(0, cut, segment.at);
    const scan = torn.scan();
    assert.ok(scan.damages.length === 0 && scan.lastPosition >= 14, `cut at ${cut}`);
  }
});

test("a bad frame is damage when a later one says that it was durable, and the good ones behind it are kept", () => {
  for (const position of [10, 11, 12, 13, 14]) {
    const scan = six().flip(position, 20).scan();
    assert.deepEqual(
      positions(scan),
      [10, 11, 12, 13, 14, 15].filter((each) => each !== position),
    );
    assert.deepEqual(damaged(scan), [[position, position]]);
    const segment = six();
    const [damage] = scan.damages;
    assert.deepEqual([damage?.firstByte, damage?.lastByte], [segment.start(position), segment.start(position + 1) - 1]);
  }
});

test("a bad frame within the last group is the tail, and the whole ones behind it go with it", () => {
  const segment = new WrittenSegment().add(9).add(10).add(10).add(10).flip(12, 20);
  const scan = segment.scan();
  assert.deepEqual(positions(scan), [10, 11]);
  assert.deepEqual(scan.damages, []);
  assert.equal(scan.endByte, segment.start(12));
});

test("what a mark, the segment's header or somebody else knows to be durable is damage, not tail", () => {
  const marked = new WrittenSegment().add(9).add(9).add(11).flip(10, 20).scan();
  assert.deepEqual(damaged(marked), [[10, 10]]);
  const kept = six().flip(15, 20).scan({}, { keptPosition: 9, durableEnd: 15 });
  assert.ok(kept.openEnded && damaged(kept)[0]?.[0] === 15);
  const known = six().flip(15, 20).scan({ durableEnd: 15 });
  assert.ok(known.openEnded && damaged(known)[0]?.[0] === 15);
});

test("at an open end as many positions are passed over as may have been lost, so that none is given again", () => {
  const segment = six();
  segment.bytes.fill(0, segment.start(12));
  const scan = segment.scan({ durableEnd: 12 });
  assert.equal(scan.openEnded, true);
  assert.equal(scan.lastPosition, 11 + Math.floor((segmentBytes - segment.start(12)) / 64));
  assert.deepEqual(damaged(scan), [[12, scan.lastPosition]]);
  assert.deepEqual(damaged(segment.scan({ lastPosition: 15 })), [[12, 15]]);
});

test("a file that was cut short is damaged at its end, wherever it was cut", () => {
  for (const length of [SEGMENT_DATA_START, six().start(13) + 5, six().at, segmentBytes - 1]) {
    const scan = scanSegment(six().bytes.subarray(0, length), header);
    assert.equal(scan.openEnded, true, `cut to ${length}`);
    assert.equal(scan.damages.at(-1)?.lastByte, segmentBytes - 1);
  }
});

test("records that do not match are named alone; the commit is known, and so are its other records", () => {
  const segment = six();
  segment.flip(12, segment.start(13) - segment.start(12) - 8);
  const scan = segment.scan();
  assert.deepEqual(positions(scan), [10, 11, 12, 13, 14, 15]);
  assert.deepEqual(damaged(scan), [[12, 12]]);
  const [damage] = scan.damages;
  assert.equal(damage?.firstByte, scan.entries[2]?.payloadByte);
});

test("records that look like frames never pass for one, not even where the frame around them is damaged", () => {
  const forged = new WrittenSegment();
  forged.seed = 0;
  for (let position = 11; position <= 20; position++) forged.add(position + 5);
  const content = forged.bytes.subarray(SEGMENT_DATA_START, forged.at);
  const foreign = Buffer.alloc(2000);
  for (let at = 0; at + 64 < foreign.length; at += 64) {
    foreign.writeUInt32LE(0x31464d46, at);
    foreign.writeUInt32LE(64, at + 4);
    foreign.writeDoubleLE(13, at + 16);
  }
  const segment = new WrittenSegment()
    .add(9)
    .add(10, Buffer.concat([content, foreign]))
    .add(11)
    .flip(11, 20);
  const scan = segment.scan();
  assert.deepEqual(positions(scan), [10, 12]);
  assert.deepEqual(damaged(scan), [[11, 11]]);
});

test("what an earlier life of the file left behind is not read: other segments, other epochs", () => {
  const earlier = new WrittenSegment();
  earlier.epoch = 2;
  for (let position = 10; position <= 25; position++) earlier.add(position - 1);
  const other = new WrittenSegment();
  other.segment = 4;
  for (let position = 10; position <= 25; position++) other.add(position - 1);
  for (const { bytes } of [earlier, other]) {
    const segment = six();
    bytes.copy(segment.bytes, segment.at, segment.at);
    const scan = segment.scan();
    assert.deepEqual([positions(scan).at(-1), scan.damages.length], [15, 0]);
  }
});

test("a copied segment has frames of earlier epochs up to its kept byte only", () => {
  const segment = new WrittenSegment();
  segment.epoch = 2;
  for (let position = 10; position <= 12; position++) segment.add(position - 1);
  const keptByte = segment.at;
  const leftOver = { from: 0, bytes: Buffer.alloc(0) };
  for (let position = 13; position <= 16; position++) {
    if (position === 15) leftOver.from = segment.at;
    segment.add(position - 1);
  }
  leftOver.bytes = Buffer.from(segment.bytes.subarray(leftOver.from, segment.at));
  segment.at = keptByte;
  segment.position = 13;
  segment.epoch = 3;
  segment.bytes.fill(0, keptByte, leftOver.from);
  const copied = { keptPosition: 12, keptByte, durableEnd: 12 };
  assert.deepEqual(
    positions(segment.scan({}, copied)),
    [10, 11, 12],
    "positions above the kept one must be of the new epoch",
  );
  const again = { keptPosition: 16, keptByte, durableEnd: 16 };
  const scan = segment.scan({}, again);
  assert.deepEqual(positions(scan), [10, 11, 12], "and places behind the kept byte too");
  assert.ok(scan.openEnded);
});
