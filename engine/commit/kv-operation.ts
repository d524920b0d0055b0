import type { WriteKind } from "@flowmesh/fabric/internal";
import type { TouchedKey } from "../views/kv/bucket.ts";
import type { KvVersion } from "../views/kv/entry-version.ts";
import type { TableReader } from "./table-reader.ts";

/**
 * Operations of KV; `operation.ts` has the others. Numbers little endian:
 *
 *   bucket     u8 20 · u32 length · the state of the bucket as JSON, all of it
 *   unbucket   u8 21 · u32 bucket: it and its entries are gone
 *   put        u8 22 · u8 flags (1 carried, 2 inline, 4 expires, 8 lost) · u32 bucket · f64 revision · f64 floor · [f64 when it expires] ·
 *              [f64 position · f64 time] · u16 bytes of the key · key · (u8 length · value, or u32 payload bytes · u32 payload CRC)
 *   remove     u8 23 · u8 flags (1 carried, 16 expired) · u32 bucket · f64 revision · f64 floor · [f64 position · f64 time] · u16 bytes of the key · key
 *   forget     u8 24 · u32 bucket · f64 revision · u16 bytes of the key · key: all that is left of a key whose newest write was this delete or expiry
 *   buckets    u8 25 · f64 next bucket id
 *
 * The floor is the lowest revision of the key that is kept once this one is there. It says what the bucket's settings made of the write when it was ordered, so
 * that replay needs neither them nor what was dropped. A carried write stands again what it was, with the position and time of its first commit.
 *
 * Short values lie in the table itself, so that what increments are decided by is known without reading; others are the frame's payload, as they are.
 */

/** Values of at most so many bytes lie in tables: whatever may be a number. */
export const INLINE_BYTES = 32;

/** A bucket but its entries; never changed in place. */
export interface BucketState {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly createdMs: number;
  /** Position of the commit that last changed the settings. */
  readonly revision: number;
  readonly history: number;
  /** 0: for ever. */
  readonly ttlMs: number;
  /** Revision of the last write when this was written. */
  readonly lastRevision: number;
  readonly watchFloor: number;
}

export interface BucketOperation {
  readonly kind: "bucket";
  readonly state: BucketState;
  readonly encoded: Uint8Array;
}

export interface UnbucketOperation {
  readonly kind: "unbucket";
  readonly bucket: number;
}

/** When something was committed first that is written again. */
export interface CarriedFrom {
  readonly position: number;
  readonly timeMs: number;
}

interface EntryWrite {
  readonly bucket: number;
  readonly key: string;
  readonly revision: number;
  readonly floor: number;
  readonly carried: CarriedFrom | undefined;
  /** The key that it writes, and what it makes of it, once either is known; no part of what stands in a table. */
  touched?: TouchedKey | undefined;
  version?: KvVersion | undefined;
}

export interface PutOperation extends EntryWrite {
  readonly kind: "put";
  /** 0: never. */
  readonly expiresMs: number;
  /** The value as a latin1 string when it is short. */
  readonly inline: string | undefined;
  /** It was carried after damage had taken its value. */
  readonly isLost: boolean;
  /** 0 when it lies in the table, or is lost. */
  readonly payloadBytes: number;
  readonly payloadCrc: number;
  /** The value; absent when the operation was read back from a table. */
  readonly payload?: Uint8Array | undefined;
}

export interface RemoveOperation extends EntryWrite {
  readonly kind: "remove";
  readonly why: Exclude<WriteKind, "put">;
}

export interface ForgetOperation {
  readonly kind: "forget";
  readonly bucket: number;
  readonly key: string;
  readonly revision: number;
}

export interface BucketsOperation {
  readonly kind: "buckets";
  readonly nextBucketId: number;
}

export type KvOperation =
  | BucketOperation
  | UnbucketOperation
  | PutOperation
  | RemoveOperation
  | ForgetOperation
  | BucketsOperation;

/** Whether it is a put, a delete or an expiry. */
export function isEntryWrite(operation: { readonly kind: string }): operation is PutOperation | RemoveOperation {
  return operation.kind === "put" || operation.kind === "remove";
}

export function isKvOperation(operation: { readonly kind: string }): operation is KvOperation {
  switch (operation.kind as KvOperation["kind"]) {
    case "put":
    case "remove":
    case "forget":
    case "bucket":
    case "unbucket":
    case "buckets":
      return true;
    default:
      return false;
  }
}

const CARRIED_FLAG = 1;
const INLINE_FLAG = 2;
const EXPIRES_FLAG = 4;
const LOST_FLAG = 8;
const EXPIRED_FLAG = 16;

export function bucketOperation(state: BucketState): BucketOperation {
  return { kind: "bucket", state, encoded: Buffer.from(JSON.stringify(state)) };
}

/** Bytes that the operation takes in a table. */
export function kvOperationBytes(operation: KvOperation): number {
  switch (operation.kind) {
    case "bucket":
      return 5 + operation.encoded.length;
    case "unbucket":
      return 5;
    case "put":
      return (
        writeBytes(operation) +
        (operation.expiresMs > 0 ? 8 : 0) +
        (operation.inline === undefined ? 8 : 1 + operation.inline.length)
      );
    case "remove":
      return writeBytes(operation);
    case "forget":
      return 15 + Buffer.byteLength(operation.key);
    case "buckets":
      return 9;
  }
}

function writeBytes({ key, carried }: EntryWrite): number {
  return 24 + (carried === undefined ? 0 : 16) + Buffer.byteLength(key);
}

/** Writes the operation at `start`, returning the place behind it. */
export function writeKvOperation(operation: KvOperation, target: Buffer, start: number): number {
  switch (operation.kind) {
    case "bucket": {
      target[start] = 20;
      const at = target.writeUInt32LE(operation.encoded.length, start + 1);
      target.set(operation.encoded, at);
      return at + operation.encoded.length;
    }
    case "unbucket":
      target[start] = 21;
      return target.writeUInt32LE(operation.bucket, start + 1);
    case "put":
      return writePut(operation, target, start);
    case "remove": {
      target[start] = 23;
      const at = writeEntry(operation, operation.why === "expired" ? EXPIRED_FLAG : 0, target, start + 1);
      return writeOrigin(operation, target, at);
    }
    case "forget": {
      target[start] = 24;
      target.writeUInt32LE(operation.bucket, start + 1);
      return writeKey(operation.key, target, target.writeDoubleLE(operation.revision, start + 5));
    }
    case "buckets":
      target[start] = 25;
      return target.writeDoubleLE(operation.nextBucketId, start + 1);
  }
}

function writePut(operation: PutOperation, target: Buffer, start: number): number {
  const { expiresMs, inline, isLost, payloadBytes, payloadCrc } = operation;
  const flags =
    (inline === undefined ? 0 : INLINE_FLAG) | (expiresMs > 0 ? EXPIRES_FLAG : 0) | (isLost ? LOST_FLAG : 0);
  target[start] = 22;
  let at = writeEntry(operation, flags, target, start + 1);
  if (expiresMs > 0) at = target.writeDoubleLE(expiresMs, at);
  at = writeOrigin(operation, target, at);
  if (inline === undefined) return target.writeUInt32LE(payloadCrc, target.writeUInt32LE(payloadBytes, at));
  target[at++] = inline.length;
  return at + target.write(inline, at, "latin1");
}

function writeEntry(
  { bucket, revision, floor, carried }: EntryWrite,
  flags: number,
  target: Buffer,
  at: number,
): number {
  target[at] = flags | (carried === undefined ? 0 : CARRIED_FLAG);
  target.writeUInt32LE(bucket, at + 1);
  target.writeDoubleLE(revision, at + 5);
  return target.writeDoubleLE(floor, at + 13);
}

function writeOrigin({ carried, key }: EntryWrite, target: Buffer, start: number): number {
  let at = start;
  if (carried !== undefined) at = target.writeDoubleLE(carried.timeMs, target.writeDoubleLE(carried.position, at));
  return writeKey(key, target, at);
}

function writeKey(key: string, target: Buffer, at: number): number {
  const bytes = target.write(key, at + 2, "utf8");
  target.writeUInt16LE(bytes, at);
  return at + 2 + bytes;
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readKvOperation(kind: number, source: TableReader): KvOperation | undefined {
  switch (kind) {
    case 20: {
      const encoded = Buffer.from(source.take(source.u32()));
      return { kind: "bucket", state: JSON.parse(encoded.toString()) as BucketState, encoded };
    }
    case 21:
      return { kind: "unbucket", bucket: source.u32() };
    case 22:
      return readPut(source);
    case 23: {
      const flags = source.u8();
      const { bucket, revision, floor } = readEntry(source);
      const why = (flags & EXPIRED_FLAG) !== 0 ? "expired" : "deleted";
      return {
        kind: "remove",
        why,
        bucket,
        revision,
        floor,
        carried: readCarried(flags, source),
        key: readKey(source),
      };
    }
    case 24:
      return { kind: "forget", bucket: source.u32(), revision: source.f64(), key: readKey(source) };
    case 25:
      return { kind: "buckets", nextBucketId: source.f64() };
    default:
      return undefined;
  }
}

function readPut(source: TableReader): PutOperation {
  const flags = source.u8();
  const { bucket, revision, floor } = readEntry(source);
  const expiresMs = (flags & EXPIRES_FLAG) !== 0 ? source.f64() : 0;
  const carried = readCarried(flags, source);
  const key = readKey(source);
  const isInline = (flags & INLINE_FLAG) !== 0;
  const inline = isInline ? source.take(source.u8()).toString("latin1") : undefined;
  const payloadBytes = isInline ? 0 : source.u32();
  const payloadCrc = isInline ? 0 : source.u32();
  const isLost = (flags & LOST_FLAG) !== 0;
  return { kind: "put", bucket, key, revision, floor, carried, expiresMs, inline, isLost, payloadBytes, payloadCrc };
}

function readEntry(source: TableReader): { bucket: number; revision: number; floor: number } {
  return { bucket: source.u32(), revision: source.f64(), floor: source.f64() };
}

function readCarried(flags: number, source: TableReader): CarriedFrom | undefined {
  return (flags & CARRIED_FLAG) === 0 ? undefined : { position: source.f64(), timeMs: source.f64() };
}

function readKey(source: TableReader): string {
  return source.take(source.u16()).toString("utf8");
}
