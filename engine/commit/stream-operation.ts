import { type Growth, uuidOf } from "@flowmesh/fabric/internal";
import { HASH_BYTES, type TableReader, writeHash } from "./table-reader.ts";

/**
 * Operations of streams; `operation.ts` says how tables are made.
 *
 *   append     u8 1 · u8 flags (1 producer, 2 dedupe, 4 jobs) · u16 partition · u32 stream · f64 base offset · u32 records · u32 payload bytes · u32 payload CRC ·
 *              f64 max timestamp · [f64 producer id · i16 epoch · i32 base sequence] · [16 bytes dedupe hash] · [u32 length · jobs (see `job-table.ts`)]
 *   define     u8 2 · u32 stream · 16 bytes uuid · u16 partitions · f64 created · f64 revision · f64 retention ms · f64 retention bytes · f64 dedupe window ms ·
 *              f64 dedupe since, ms · f64 dedupe from · u8 name length · name
 *   grown      u8 15 · as define, of a stream that was given more partitions · u8 growths · per growth u16 partitions before · per partition f64 end offset
 *   delete     u8 3 · u32 stream
 *   trim       u8 4 · u16 partition · u32 stream · f64 first offset kept
 *   partition  u8 5 · u16 partition · u32 stream · f64 first offset · f64 next offset · u32 length · producers (see `ProducerTable`)
 *   dedupe     u8 8 · u32 stream · 16 bytes hash · f64 partition · f64 offset · f64 position · f64 time: a dedupe id, carried
 *   counters   u8 9 · f64 next stream id · f64 next producer id
 *
 * `define` and `partition` carry full state, so that each may stand for everything before it.
 */

/** Settings and identity of a stream at one moment; never changed in place. */
export interface StreamDefinition {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly partitions: number;
  readonly createdMs: number;
  /** Position of the commit that last changed the settings. */
  readonly revision: number;
  /** 0: for ever. */
  readonly retentionMs: number;
  /** 0: no limit. */
  readonly retentionBytes: number;
  /** 0: off. */
  readonly dedupeWindowMs: number;
  /** Ids committed before this time are forgotten: what had left the window when it was last changed. */
  readonly dedupeSinceMs: number;
  /** Ids committed before this position are forgotten: when dedupe was last switched on. */
  readonly dedupeFrom: number;
  /** When it was given more partitions, as far as that may matter to somebody yet. */
  readonly growths: readonly Growth[];
}

export interface AppendOperation {
  readonly kind: "append";
  readonly stream: number;
  readonly partition: number;
  readonly baseOffset: number;
  readonly records: number;
  readonly payloadBytes: number;
  /** The batch's own CRC32C, which covers its bytes from 21 on; this table covers the 21 before. */
  readonly payloadCrc: number;
  readonly maxTimestampMs: number;
  /** -1 without a producer. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** 16 bytes as a latin1 string; empty without a dedupe id. */
  readonly dedupe: string;
  /** What jobs among its records have that others do not; absent when none has. */
  readonly jobs: Uint8Array | undefined;
  /** The batch itself; absent when the operation was read back from a table. */
  readonly payload?: Uint8Array | undefined;
}

export interface DefineOperation {
  readonly kind: "define";
  readonly definition: StreamDefinition;
}

export interface DeleteOperation {
  readonly kind: "delete";
  readonly stream: number;
}

export interface TrimOperation {
  readonly kind: "trim";
  readonly stream: number;
  readonly partition: number;
  readonly startOffset: number;
}

export interface PartitionOperation {
  readonly kind: "partition";
  readonly stream: number;
  readonly partition: number;
  readonly startOffset: number;
  readonly nextOffset: number;
  readonly producers: Uint8Array;
}

export interface DedupeOperation {
  readonly kind: "dedupe";
  readonly stream: number;
  readonly hash: string;
  readonly partition: number;
  readonly offset: number;
  readonly position: number;
  readonly timeMs: number;
}

export interface CountersOperation {
  readonly kind: "counters";
  readonly nextStreamId: number;
  readonly nextProducerId: number;
}

export type StreamOperation =
  | AppendOperation
  | DefineOperation
  | DeleteOperation
  | TrimOperation
  | PartitionOperation
  | DedupeOperation
  | CountersOperation;

const PRODUCER_FLAG = 1;
const DEDUPE_FLAG = 2;
const JOBS_FLAG = 4;

/** Bytes that the operation takes in a table. */
export function streamOperationBytes(operation: StreamOperation): number {
  switch (operation.kind) {
    case "append":
      return (
        36 +
        (operation.producerId >= 0 ? 14 : 0) +
        (operation.dedupe === "" ? 0 : HASH_BYTES) +
        (operation.jobs === undefined ? 0 : 4 + operation.jobs.length)
      );
    case "define":
      return 80 + operation.definition.name.length + growthsBytes(operation.definition.growths);
    case "delete":
      return 5;
    case "trim":
      return 15;
    case "partition":
      return 27 + operation.producers.length;
    case "dedupe":
      return 53;
    case "counters":
      return 17;
  }
}

/** Writes the operation at `at`, returning the place behind it. */
export function writeStreamOperation(operation: StreamOperation, target: Buffer, at: number): number {
  switch (operation.kind) {
    case "append":
      return writeAppend(operation, target, at);
    case "define":
      return writeDefine(operation.definition, target, at);
    case "delete":
      target[at] = 3;
      return target.writeUInt32LE(operation.stream, at + 1);
    case "trim":
      target[at] = 4;
      target.writeUInt16LE(operation.partition, at + 1);
      target.writeUInt32LE(operation.stream, at + 3);
      return target.writeDoubleLE(operation.startOffset, at + 7);
    case "partition":
      return writePartition(operation, target, at);
    case "dedupe":
      return writeDedupe(operation, target, at);
    case "counters":
      target[at] = 9;
      target.writeDoubleLE(operation.nextStreamId, at + 1);
      return target.writeDoubleLE(operation.nextProducerId, at + 9);
  }
}

function writeAppend(operation: AppendOperation, target: Buffer, start: number): number {
  const hasProducer = operation.producerId >= 0;
  const hasDedupe = operation.dedupe !== "";
  let at = start;
  target[at++] = 1;
  const { jobs } = operation;
  target[at++] =
    (hasProducer ? PRODUCER_FLAG : 0) | (hasDedupe ? DEDUPE_FLAG : 0) | (jobs === undefined ? 0 : JOBS_FLAG);
  at = target.writeUInt16LE(operation.partition, at);
  at = target.writeUInt32LE(operation.stream, at);
  at = target.writeDoubleLE(operation.baseOffset, at);
  at = target.writeUInt32LE(operation.records, at);
  at = target.writeUInt32LE(operation.payloadBytes, at);
  at = target.writeUInt32LE(operation.payloadCrc, at);
  at = target.writeDoubleLE(operation.maxTimestampMs, at);
  if (hasProducer) {
    at = target.writeDoubleLE(operation.producerId, at);
    at = target.writeInt16LE(operation.producerEpoch, at);
    at = target.writeInt32LE(operation.baseSequence, at);
  }
  if (hasDedupe) at = writeHash(operation.dedupe, target, at);
  if (jobs === undefined) return at;
  at = target.writeUInt32LE(jobs.length, at);
  target.set(jobs, at);
  return at + jobs.length;
}

function writeDefine(definition: StreamDefinition, target: Buffer, start: number): number {
  let at = start;
  target[at++] = definition.growths.length === 0 ? 2 : 15;
  at = target.writeUInt32LE(definition.id, at);
  at += target.write(definition.uuid.replaceAll("-", ""), at, HASH_BYTES, "hex");
  at = target.writeUInt16LE(definition.partitions, at);
  at = target.writeDoubleLE(definition.createdMs, at);
  at = target.writeDoubleLE(definition.revision, at);
  at = target.writeDoubleLE(definition.retentionMs, at);
  at = target.writeDoubleLE(definition.retentionBytes, at);
  at = target.writeDoubleLE(definition.dedupeWindowMs, at);
  at = target.writeDoubleLE(definition.dedupeSinceMs, at);
  at = target.writeDoubleLE(definition.dedupeFrom, at);
  target[at++] = definition.name.length;
  at += target.write(definition.name, at, "latin1");
  return definition.growths.length === 0 ? at : writeGrowths(definition.growths, target, at);
}

function growthsBytes(growths: readonly Growth[]): number {
  return growths.length === 0 ? 0 : growths.reduce((sum, { ends }) => sum + 2 + 8 * ends.length, 1);
}

function writeGrowths(growths: readonly Growth[], target: Buffer, start: number): number {
  let at = start;
  target[at++] = growths.length;
  for (const { ends } of growths) {
    at = target.writeUInt16LE(ends.length, at);
    for (const end of ends) at = target.writeDoubleLE(end, at);
  }
  return at;
}

function writePartition(operation: PartitionOperation, target: Buffer, start: number): number {
  let at = start;
  target[at++] = 5;
  at = target.writeUInt16LE(operation.partition, at);
  at = target.writeUInt32LE(operation.stream, at);
  at = target.writeDoubleLE(operation.startOffset, at);
  at = target.writeDoubleLE(operation.nextOffset, at);
  at = target.writeUInt32LE(operation.producers.length, at);
  target.set(operation.producers, at);
  return at + operation.producers.length;
}

function writeDedupe(operation: DedupeOperation, target: Buffer, start: number): number {
  let at = start;
  target[at++] = 8;
  at = target.writeUInt32LE(operation.stream, at);
  at = writeHash(operation.hash, target, at);
  at = target.writeDoubleLE(operation.partition, at);
  at = target.writeDoubleLE(operation.offset, at);
  at = target.writeDoubleLE(operation.position, at);
  return target.writeDoubleLE(operation.timeMs, at);
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readStreamOperation(kind: number, source: TableReader): StreamOperation | undefined {
  switch (kind) {
    case 1:
      return readAppend(source);
    case 2:
      return { kind: "define", definition: readDefinition(source) };
    case 15:
      return { kind: "define", definition: { ...readDefinition(source), growths: readGrowths(source) } };
    case 3:
      return { kind: "delete", stream: source.u32() };
    case 4: {
      const partition = source.u16();
      return { kind: "trim", partition, stream: source.u32(), startOffset: source.f64() };
    }
    case 5:
      return readPartition(source);
    case 8:
      return readDedupe(source);
    case 9:
      return { kind: "counters", nextStreamId: source.f64(), nextProducerId: source.f64() };
    default:
      return undefined;
  }
}

function readAppend(source: TableReader): AppendOperation {
  const flags = source.u8();
  const partition = source.u16();
  const stream = source.u32();
  const baseOffset = source.f64();
  const records = source.u32();
  const payloadBytes = source.u32();
  const payloadCrc = source.u32();
  const maxTimestampMs = source.f64();
  const hasProducer = (flags & PRODUCER_FLAG) !== 0;
  const producerId = hasProducer ? source.f64() : -1;
  const producerEpoch = hasProducer ? source.i16() : -1;
  const baseSequence = hasProducer ? source.i32() : -1;
  const dedupe = (flags & DEDUPE_FLAG) !== 0 ? source.hash() : "";
  const jobs = (flags & JOBS_FLAG) !== 0 ? Buffer.from(source.take(source.u32())) : undefined;
  return {
    kind: "append",
    stream,
    partition,
    baseOffset,
    records,
    payloadBytes,
    payloadCrc,
    maxTimestampMs,
    producerId,
    producerEpoch,
    baseSequence,
    dedupe,
    jobs,
  };
}

function readDefinition(source: TableReader): StreamDefinition {
  const id = source.u32();
  const uuid = uuidOf(source.take(HASH_BYTES).toString("hex"));
  const partitions = source.u16();
  const createdMs = source.f64();
  const revision = source.f64();
  const retentionMs = source.f64();
  const retentionBytes = source.f64();
  const dedupeWindowMs = source.f64();
  const dedupe = { dedupeWindowMs, dedupeSinceMs: source.f64(), dedupeFrom: source.f64() };
  const name = source.take(source.u8()).toString("latin1");
  return { id, uuid, name, partitions, createdMs, revision, retentionMs, retentionBytes, ...dedupe, growths: [] };
}

function readGrowths(source: TableReader): Growth[] {
  return Array.from({ length: source.u8() }, () => {
    const ends = Array.from({ length: source.u16() }, () => source.f64());
    return { partitions: ends.length, ends };
  });
}

function readPartition(source: TableReader): PartitionOperation {
  const partition = source.u16();
  const stream = source.u32();
  const startOffset = source.f64();
  const nextOffset = source.f64();
  const producers = Buffer.from(source.take(source.u32()));
  return { kind: "partition", stream, partition, startOffset, nextOffset, producers };
}

function readDedupe(source: TableReader): DedupeOperation {
  const stream = source.u32();
  const hash = source.hash();
  const partition = source.f64();
  const offset = source.f64();
  const position = source.f64();
  return { kind: "dedupe", stream, hash, partition, offset, position, timeMs: source.f64() };
}
