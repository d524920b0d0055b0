import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeBatch } from "@flowmesh/fabric";
import { batchCrc, crc32c } from "@flowmesh/fabric/internal";
import fc from "fast-check";
import { bucketOperation, INLINE_BYTES, type PutOperation } from "../commit/kv-operation.ts";
import type { LogOperation } from "../commit/operation.ts";
import type { AppendOperation } from "../commit/stream-operation.ts";
import {
  brokenPayloads,
  type FrameIdentity,
  frameSeed,
  frameSizes,
  payloadStart,
  readFrameHeader,
  readFrameOperations,
  writeFrame,
} from "./frame.ts";

const seed = frameSeed("89abcdef".repeat(4));

function identity(change: Partial<FrameIdentity> = {}): FrameIdentity {
  return { previousChecksum: 7, position: 12, epoch: 3, timeMs: 1e12, durableEnd: 11, segment: 5, seed, ...change };
}

function append(value: string, baseOffset = 0): AppendOperation {
  const payload = encodeBatch([{ timestampMs: 1000, value: Buffer.from(value) }]);
  const place = { stream: 1, partition: 0, baseOffset, records: 1, maxTimestampMs: 1000 };
  const nobody = { producerId: -1, producerEpoch: -1, baseSequence: -1, dedupe: "", jobs: undefined };
  return { kind: "append", ...place, ...nobody, payloadBytes: payload.length, payloadCrc: batchCrc(payload), payload };
}

function frameOf(operations: readonly LogOperation[], change?: Partial<FrameIdentity>): Buffer {
  const sizes = frameSizes(operations);
  const bytes = Buffer.alloc(sizes.frame, 0xff);
  writeFrame(bytes, 0, sizes, identity(change), operations);
  return bytes;
}

const record = <Model extends object>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }): fc.Arbitrary<Model> =>
  fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<Model>;
const name = fc.stringMatching(/^[a-z]{1,20}$/);
const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const hash = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("latin1"));
const small = fc.nat({ max: 1000 });
const placements = fc.array(record({ partition: small, offset: number, duplicate: fc.boolean() }), { maxLength: 5 });
const entries = fc.array(record({ revision: number, value: number, deleted: fc.boolean() }), { maxLength: 3 });
const growths = fc.array(
  fc.array(number, { minLength: 1, maxLength: 3 }).map((ends) => ({ partitions: ends.length, ends })),
  { maxLength: 2 },
);
const uuid = "01234567-89ab-4def-8123-456789abcdef";

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const entryWrite = {
  bucket: small,
  key: text,
  revision: number,
  floor: number,
  carried: fc.option(record({ position: number, timeMs: number }), { nil: undefined }),
};

/** A put of a value, which lies in the table when it is short. */
function putOf({
  value,
  isLost,
  ...write
}: Omit<PutOperation, "kind" | "inline" | "payloadBytes" | "payloadCrc"> & { value: Uint8Array }): PutOperation {
  const isInline = value.length <= INLINE_BYTES;
  const payload = isInline || isLost ? undefined : value;
  return {
    ...{ kind: "put" as const, ...write, isLost, payload },
    inline: isInline ? Buffer.from(value).toString("latin1") : undefined,
    payloadBytes: payload?.length ?? 0,
    payloadCrc: payload === undefined ? 0 : crc32c(payload, 0, payload.length),
  };
}

const operation: fc.Arbitrary<LogOperation> = fc.oneof(
  record({ value: name, offset: number, hash, producer: fc.boolean() }).map(({ value, offset, hash, producer }) => ({
    ...append(value, offset),
    dedupe: producer ? "" : hash,
    ...(producer ? { producerId: offset, producerEpoch: 3, baseSequence: 2 ** 31 - 1 } : {}),
  })),
  record({ name, id: small, partitions: small, number, growths }).map(({ name, id, partitions, number, growths }) => ({
    kind: "define" as const,
    definition: {
      ...{
        id,
        uuid,
        name,
        partitions,
        createdMs: number,
        revision: number,
        retentionMs: number,
        retentionBytes: number,
      },
      ...{ dedupeWindowMs: number, dedupeSinceMs: number, dedupeFrom: number },
      growths,
    },
  })),
  record({ kind: fc.constant("delete" as const), stream: small }),
  record({ kind: fc.constant("trim" as const), stream: small, partition: small, startOffset: number }),
  record({
    ...{ kind: fc.constant("partition" as const), stream: small, partition: small },
    ...{ startOffset: number, nextOffset: number, producers: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
  }),
  record({ kind: fc.constant("identify" as const), key: hash, content: hash, windowMs: number, placements, entries }),
  record({ kind: fc.constant("answered" as const), keys: fc.array(hash, { maxLength: 5 }) }),
  record({
    ...{ kind: fc.constant("recall" as const), position: number, timeMs: number },
    ...{ key: hash, content: hash, windowMs: number, placements, entries },
  }),
  record({
    ...{ kind: fc.constant("dedupe" as const), stream: small, hash, partition: small },
    ...{ offset: number, position: number, timeMs: number },
  }),
  record({
    ...entryWrite,
    kind: fc.constant("remove" as const),
    why: fc.constantFrom("deleted" as const, "expired" as const),
  }),
  record({ ...entryWrite, expiresMs: number, value: fc.uint8Array({ maxLength: 100 }), isLost: fc.boolean() }).map(
    putOf,
  ),
  record({ kind: fc.constant("forget" as const), bucket: small, key: text, revision: number }),
  record({ kind: fc.constant("unbucket" as const), bucket: small }),
  record({ kind: fc.constant("buckets" as const), nextBucketId: number }),
  record({ name, id: small, number, ttlMs: number }).map(({ name, id, number, ttlMs }) =>
    bucketOperation({
      ...{
        id,
        uuid,
        name,
        createdMs: number,
        revision: number,
        history: 3,
        ttlMs,
        lastRevision: number,
        watchFloor: number,
      },
    }),
  ),
  record({ kind: fc.constant("counters" as const), nextStreamId: number, nextProducerId: number }),
  record({ kind: fc.constant("release" as const), firstSegment: number }),
);

test("what is written into a frame is read back from it, whatever operations it has", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 20 }), (operations) => {
      const bytes = frameOf(operations);
      const header = readFrameHeader(bytes, 0, bytes.length, seed);
      assert.ok(header !== undefined);
      const { bytes: length, position, previousChecksum, epoch, timeMs, durableEnd, segment } = header;
      assert.deepEqual({ position, previousChecksum, epoch, timeMs, durableEnd, segment, seed }, identity());
      assert.equal(length, bytes.length);
      const read = readFrameOperations(bytes, 0, header);
      const written = operations.map((each) => {
        const { payload: _, ...rest } = { payload: undefined, ...each };
        return rest.kind === "append" && rest.producerId < 0 ? { ...rest, producerEpoch: -1, baseSequence: -1 } : rest;
      });
      assert.deepEqual(read, written);
      assert.deepEqual(brokenPayloads(bytes, 0, header, read), []);
    }),
  );
});

test("no flipped bit passes: header, table, payloads", () => {
  const bytes = frameOf([append("one", 4), { kind: "release", firstSegment: 3 }, append("two", 900)]);
  const whole = readFrameHeader(bytes, 0, bytes.length, seed);
  assert.ok(whole !== undefined);
  const payloadEnd = payloadStart(whole.tableBytes) + bytes.readUInt32LE(56);
  for (let bit = 0; bit < payloadEnd * 8; bit++) {
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    const header = readFrameHeader(bytes, 0, bytes.length, seed);
    const passes =
      header !== undefined && brokenPayloads(bytes, 0, header, readFrameOperations(bytes, 0, header)).length === 0;
    assert.equal(passes, false, `bit ${bit}`);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
  }
});

test("a frame that was cut off anywhere does not pass", () => {
  const bytes = frameOf([append("one")]);
  for (let length = 0; length < bytes.length; length++)
    assert.equal(readFrameHeader(bytes, 0, length, seed), undefined, `${length} bytes`);
});

test("a frame of another log does not pass, though all else is the same", () => {
  const bytes = frameOf([append("one")], { seed: frameSeed("0".repeat(32)) });
  assert.equal(readFrameHeader(bytes, 0, bytes.length, seed), undefined);
});
