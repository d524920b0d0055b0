import type { Growth } from "@flowmesh/fabric/internal";
import {
  type GroupOperation,
  groupOperationBytes,
  readGroupOperation,
  type TableSource,
  writeGroupOperation,
} from "./group-operation.ts";

/**
 * Operations: what a commit does, as it stands in the table of its frame. A table holds everything that replay needs; only the record batches themselves lie
 * behind it, as payloads in the order of their operations. All numbers are little-endian; offsets, positions, times and ids are float64 (whole, below 2^53).
 *
 *   append     u8 1 · u8 flags (1 producer, 2 dedupe) · u16 partition · u32 stream · f64 base offset · u32 records · u32 payload bytes · u32 payload CRC ·
 *              f64 max timestamp · [f64 producer id · i16 epoch · i32 base sequence] · [16 bytes dedupe hash]
 *   define     u8 2 · u32 stream · 16 bytes uuid · u16 partitions · f64 created · f64 revision · f64 retention ms · f64 retention bytes · f64 dedupe window ms ·
 *              f64 dedupe since, ms · f64 dedupe from · u8 name length · name
 *   grown      u8 15 · as define, of a stream that was given more partitions · u8 growths · per growth u16 partitions before · per partition f64 end offset
 *   delete     u8 3 · u32 stream
 *   trim       u8 4 · u16 partition · u32 stream · f64 first offset kept
 *   partition  u8 5 · u16 partition · u32 stream · f64 first offset · f64 next offset · u32 length · producers (see `ProducerTable`)
 *   identify   u8 6 · 16 bytes key hash · 16 bytes content hash · f64 window ms · u32 results · per result f64 partition · f64 offset · u8 duplicate
 *   recall     u8 7 · f64 position · f64 time · then as identify: an idempotency key carried from a segment that is given back
 *   dedupe     u8 8 · u32 stream · 16 bytes hash · f64 partition · f64 offset · f64 position · f64 time: a dedupe id, carried
 *   counters   u8 9 · f64 next stream id · f64 next producer id
 *   release    u8 10 · f64 first segment kept
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

/** What a commit returned, kept for the case that it is sent again. */
export interface RememberedPlacement {
  readonly partition: number;
  readonly offset: number;
  readonly duplicate: boolean;
}

export interface IdentifyOperation {
  readonly kind: "identify";
  readonly key: string;
  readonly content: string;
  /** How long it is remembered. */
  readonly windowMs: number;
  readonly placements: readonly RememberedPlacement[];
}

export interface RecallOperation {
  readonly kind: "recall";
  readonly position: number;
  readonly timeMs: number;
  readonly key: string;
  readonly content: string;
  /** How long it is remembered. */
  readonly windowMs: number;
  readonly placements: readonly RememberedPlacement[];
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

export interface ReleaseOperation {
  readonly kind: "release";
  readonly firstSegment: number;
}

export type LogOperation =
  | GroupOperation
  | AppendOperation
  | DefineOperation
  | DeleteOperation
  | TrimOperation
  | PartitionOperation
  | IdentifyOperation
  | RecallOperation
  | DedupeOperation
  | CountersOperation
  | ReleaseOperation;

const PRODUCER_FLAG = 1;
const DEDUPE_FLAG = 2;
const HASH_BYTES = 16;

/** Bytes that the operation takes in a table. */
export function operationBytes(operation: LogOperation): number {
  switch (operation.kind) {
    case "append":
      return 36 + (operation.producerId >= 0 ? 14 : 0) + (operation.dedupe === "" ? 0 : HASH_BYTES);
    case "define":
      return 80 + operation.definition.name.length + growthsBytes(operation.definition.growths);
    case "delete":
      return 5;
    case "trim":
      return 15;
    case "partition":
      return 27 + operation.producers.length;
    case "identify":
      return 45 + 17 * operation.placements.length;
    case "recall":
      return 61 + 17 * operation.placements.length;
    case "dedupe":
      return 53;
    case "counters":
      return 17;
    case "release":
      return 9;
    default:
      return groupOperationBytes(operation);
  }
}

/** Writes the operation at `at`, returning the place behind it. */
export function writeOperation(operation: LogOperation, target: Buffer, at: number): number {
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
    case "identify":
      target[at] = 6;
      return writeRemembered(operation, target, at + 1);
    case "recall":
      target[at] = 7;
      target.writeDoubleLE(operation.position, at + 1);
      target.writeDoubleLE(operation.timeMs, at + 9);
      return writeRemembered(operation, target, at + 17);
    case "dedupe":
      return writeDedupe(operation, target, at);
    case "counters":
      target[at] = 9;
      target.writeDoubleLE(operation.nextStreamId, at + 1);
      return target.writeDoubleLE(operation.nextProducerId, at + 9);
    case "release":
      target[at] = 10;
      return target.writeDoubleLE(operation.firstSegment, at + 1);
    default:
      return writeGroupOperation(operation, target, at);
  }
}

function writeAppend(operation: AppendOperation, target: Buffer, start: number): number {
  const hasProducer = operation.producerId >= 0;
  const hasDedupe = operation.dedupe !== "";
  let at = start;
  target[at++] = 1;
  target[at++] = (hasProducer ? PRODUCER_FLAG : 0) | (hasDedupe ? DEDUPE_FLAG : 0);
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
  return hasDedupe ? writeHash(operation.dedupe, target, at) : at;
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

function writeRemembered(operation: IdentifyOperation | RecallOperation, target: Buffer, start: number): number {
  let at = writeHash(operation.key, target, start);
  at = writeHash(operation.content, target, at);
  at = target.writeDoubleLE(operation.windowMs, at);
  at = target.writeUInt32LE(operation.placements.length, at);
  for (const placement of operation.placements) {
    at = target.writeDoubleLE(placement.partition, at);
    at = target.writeDoubleLE(placement.offset, at);
    target[at++] = placement.duplicate ? 1 : 0;
  }
  return at;
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

function writeHash(hash: string, target: Buffer, at: number): number {
  return at + target.write(hash, at, HASH_BYTES, "latin1");
}

/** Reads the operations of a table whose checksum has been verified. */
export function readOperations(table: Buffer, count: number): LogOperation[] {
  const reader = new TableReader(table);
  const operations: LogOperation[] = [];
  for (let index = 0; index < count; index++) operations.push(reader.operation());
  return operations;
}

class TableReader implements TableSource {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  operation(): LogOperation {
    const kind = this.#u8();
    switch (kind) {
      case 1:
        return this.#append();
      case 2:
        return { kind: "define", definition: this.#definition() };
      case 15:
        return { kind: "define", definition: { ...this.#definition(), growths: this.#growths() } };
      case 3:
        return { kind: "delete", stream: this.u32() };
      case 4: {
        const partition = this.u16();
        return { kind: "trim", partition, stream: this.u32(), startOffset: this.f64() };
      }
      case 5:
        return this.#partition();
      case 6:
        return { kind: "identify", ...this.#remembered() };
      case 7:
        return { kind: "recall", position: this.f64(), timeMs: this.f64(), ...this.#remembered() };
      case 8:
        return this.#dedupe();
      case 9:
        return { kind: "counters", nextStreamId: this.f64(), nextProducerId: this.f64() };
      case 10:
        return { kind: "release", firstSegment: this.f64() };
      default:
        return this.#other(kind);
    }
  }

  #other(kind: number): LogOperation {
    const operation = readGroupOperation(kind, this);
    if (operation === undefined) throw new RangeError(`operation kind ${kind} is not known`);
    return operation;
  }

  #append(): AppendOperation {
    const flags = this.#u8();
    const partition = this.u16();
    const stream = this.u32();
    const baseOffset = this.f64();
    const records = this.u32();
    const payloadBytes = this.u32();
    const payloadCrc = this.u32();
    const maxTimestampMs = this.f64();
    const hasProducer = (flags & PRODUCER_FLAG) !== 0;
    const producerId = hasProducer ? this.f64() : -1;
    const producerEpoch = hasProducer ? this.#i16() : -1;
    const baseSequence = hasProducer ? this.#i32() : -1;
    const dedupe = (flags & DEDUPE_FLAG) !== 0 ? this.#hash() : "";
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
    };
  }

  #definition(): StreamDefinition {
    const id = this.u32();
    const uuid = uuidOf(this.take(HASH_BYTES).toString("hex"));
    const partitions = this.u16();
    const createdMs = this.f64();
    const revision = this.f64();
    const retentionMs = this.f64();
    const retentionBytes = this.f64();
    const dedupeWindowMs = this.f64();
    const dedupe = { dedupeWindowMs, dedupeSinceMs: this.f64(), dedupeFrom: this.f64() };
    const name = this.take(this.#u8()).toString("latin1");
    return { id, uuid, name, partitions, createdMs, revision, retentionMs, retentionBytes, ...dedupe, growths: [] };
  }

  #growths(): Growth[] {
    return Array.from({ length: this.#u8() }, () => {
      const ends = Array.from({ length: this.u16() }, () => this.f64());
      return { partitions: ends.length, ends };
    });
  }

  #partition(): PartitionOperation {
    const partition = this.u16();
    const stream = this.u32();
    const startOffset = this.f64();
    const nextOffset = this.f64();
    const producers = Buffer.from(this.take(this.u32()));
    return { kind: "partition", stream, partition, startOffset, nextOffset, producers };
  }

  #remembered(): Pick<IdentifyOperation, "key" | "content" | "windowMs" | "placements"> {
    const key = this.#hash();
    const content = this.#hash();
    const windowMs = this.f64();
    const count = this.u32();
    const placements: RememberedPlacement[] = [];
    for (let index = 0; index < count; index++) {
      placements.push({ partition: this.f64(), offset: this.f64(), duplicate: this.#u8() === 1 });
    }
    return { key, content, windowMs, placements };
  }

  #dedupe(): DedupeOperation {
    const stream = this.u32();
    const hash = this.#hash();
    const partition = this.f64();
    const offset = this.f64();
    const position = this.f64();
    return { kind: "dedupe", stream, hash, partition, offset, position, timeMs: this.f64() };
  }

  #u8(): number {
    return this.#bytes.readUInt8(this.#at++);
  }
  u16(): number {
    const value = this.#bytes.readUInt16LE(this.#at);
    this.#at += 2;
    return value;
  }
  #i16(): number {
    const value = this.#bytes.readInt16LE(this.#at);
    this.#at += 2;
    return value;
  }
  u32(): number {
    const value = this.#bytes.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }
  #i32(): number {
    const value = this.#bytes.readInt32LE(this.#at);
    this.#at += 4;
    return value;
  }
  f64(): number {
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }
  #hash(): string {
    return this.take(HASH_BYTES).toString("latin1");
  }
  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("an operation ends beyond its table");
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

/** Sixteen bytes in hexadecimal as a UUID is written. */
export function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
