/**
 * Page tokens: opaque to those who pass them back, checked when they come. Base64url of
 *
 *   u8 kind and version · content · u32 CRC32C of all before, big endian
 *
 *   list of names   (0x11)   u8 length of the prefix · prefix · last name of the page
 *   records         (0x21)   16 bytes stream id · varint partition + 1, or 0 for all · varlong offsets, one a partition
 *   entries         (0x31)   16 bytes bucket id · u32 CRC32C of the range asked for · last key of the page
 *   history         (0x41)   16 bytes bucket id · varlong last revision of the page · key
 *   jobs            (0x51)   16 bytes queue id · u32 CRC32C of what was asked for · varlong last job looked at
 *   lineage         (0x61)   u32 CRC32C of what was asked for · varlong nodes of the pages before
 *   operations      (0x71)   u32 CRC32C of what was asked for · varlong position at which the last one of the page began
 *
 * What a token was made for is part of it; given with another request it is refused, never misread.
 */
import { readInt32, writeInt32 } from "./batch/batch-header.ts";
import { crc32c } from "./batch/crc32c.ts";
import { VarintCursor, writeVarint, writeVarlong } from "./batch/varint.ts";
import { FlowMeshError } from "./errors.ts";
import type { KeyRange } from "./kv/key-order.ts";

const listKind = 0x11;
const recordsKind = 0x21;
const entriesKind = 0x31;
const historyKind = 0x41;
const jobsKind = 0x51;
const lineageKind = 0x61;
const operationsKind = 0x71;

/** The token of a page of streams that ended with `last`. */
export function writeListToken(prefix: string, last: string): string {
  return seal(listKind, Buffer.concat([Buffer.of(prefix.length), Buffer.from(prefix + last, "latin1")]));
}

/**
 * Name of the last stream of the page before; empty without a token.
 * @throws FlowMeshError `page_token_invalid`
 */
export function readListToken(token: unknown, prefix: string): string {
  if (token === undefined || token === "") return "";
  const content = unseal(listKind, token);
  const prefixEnd = 1 + (content[0] ?? 0);
  if (content.toString("latin1", 1, prefixEnd) !== prefix) throw new FlowMeshError("page_token_invalid");
  return content.toString("latin1", prefixEnd);
}

/** Where the reading of a stream goes on. */
export interface ReadPosition {
  /** The stream's UUID in its text form. */
  readonly streamId: string;
  /** Absent: all. */
  readonly partition: number | undefined;
  /** One for each partition read, in order. */
  readonly offsets: readonly number[];
}

export function writeReadToken({ streamId, partition, offsets }: ReadPosition): string {
  const content = Buffer.alloc(16 + 5 + 10 * offsets.length);
  content.write(streamId.replaceAll("-", ""), "hex");
  let at = writeVarint(content, 16, partition === undefined ? 0 : partition + 1);
  for (const offset of offsets) at = writeVarlong(content, at, offset);
  return seal(recordsKind, content.subarray(0, at));
}

/**
 * Offsets to go on from, of this stream and this choice of partitions. Of all partitions there may be fewer offsets than partitions now: others were added since.
 * @throws FlowMeshError `page_token_invalid`
 */
export function readReadToken(token: string, streamId: string, partition: number | undefined): number[] {
  const content = unseal(recordsKind, token);
  const cursor = new VarintCursor(content, 16, content.length);
  const isOfStream = content.toString("hex", 0, 16) === streamId.replaceAll("-", "");
  const isOfPartition = cursor.varint() === (partition === undefined ? 0 : partition + 1);
  const offsets: number[] = [];
  while (cursor.at < cursor.end) offsets.push(cursor.varlong());
  if (!isOfStream || !isOfPartition || cursor.failed) throw new FlowMeshError("page_token_invalid");
  return offsets;
}

/** The token of a page of entries that ended with `lastKey`. `bucketId`: the bucket's UUID in its text form. */
export function writeEntriesToken(bucketId: string, range: KeyRange, lastKey: string): string {
  return seal(entriesKind, Buffer.concat([idBytes(bucketId), rangeBytes(range), Buffer.from(lastKey)]));
}

/**
 * Last key of the page before; empty without a token.
 * @throws FlowMeshError `page_token_invalid`
 */
export function readEntriesToken(token: string, bucketId: string, range: KeyRange): string {
  if (token === "") return "";
  const content = unseal(entriesKind, token);
  const expected = Buffer.concat([idBytes(bucketId), rangeBytes(range)]);
  if (!content.subarray(0, expected.length).equals(expected)) throw new FlowMeshError("page_token_invalid");
  return content.toString("utf8", expected.length);
}

/** The token of a page of a key's history that ended with `lastRevision`. */
export function writeHistoryToken(bucketId: string, key: string, lastRevision: number): string {
  const revision = Buffer.alloc(10);
  const end = writeVarlong(revision, 0, lastRevision);
  return seal(historyKind, Buffer.concat([idBytes(bucketId), revision.subarray(0, end), Buffer.from(key)]));
}

/**
 * Last revision of the page before; 0 without a token.
 * @throws FlowMeshError `page_token_invalid`
 */
export function readHistoryToken(token: string, bucketId: string, key: string): number {
  if (token === "") return 0;
  const content = unseal(historyKind, token);
  const cursor = new VarintCursor(content, 16, content.length);
  const revision = cursor.varlong();
  const isOfKey = content.toString("utf8", cursor.at) === key;
  if (!content.subarray(0, 16).equals(idBytes(bucketId)) || cursor.failed || !isOfKey) {
    throw new FlowMeshError("page_token_invalid");
  }
  return revision;
}

/** The token of a page of jobs behind which `lastJob` was the last one looked at. `queueId`: the queue's UUID in its text form; `asked`: what the page was asked for. */
export function writeJobsToken(queueId: string, asked: readonly unknown[], lastJob: number): string {
  const job = Buffer.alloc(10);
  const end = writeVarlong(job, 0, lastJob);
  return seal(jobsKind, Buffer.concat([idBytes(queueId), checksumOf(asked), job.subarray(0, end)]));
}

/**
 * The last job looked at by the page before; -1 without a token.
 * @throws FlowMeshError `page_token_invalid`
 */
export function readJobsToken(token: string, queueId: string, asked: readonly unknown[]): number {
  if (token === "") return -1;
  const content = unseal(jobsKind, token);
  const expected = Buffer.concat([idBytes(queueId), checksumOf(asked)]);
  const cursor = new VarintCursor(content, expected.length, content.length);
  const lastJob = cursor.varlong();
  if (!content.subarray(0, expected.length).equals(expected) || cursor.failed || cursor.at < cursor.end)
    throw new FlowMeshError("page_token_invalid");
  return lastJob;
}

/** The token of a page of lineage; `asked` is what was asked for. */
export function writeLineageToken(asked: string, nodes: number): string {
  const count = Buffer.alloc(10);
  const end = writeVarlong(count, 0, nodes);
  return seal(lineageKind, Buffer.concat([checksumOf([asked]), count.subarray(0, end)]));
}

/**
 * Nodes of the pages before; 0 without a token.
 * @throws FlowMeshError `page_token_invalid`
 */
export function readLineageToken(token: unknown, asked: string): number {
  if (token === undefined || token === "") return 0;
  const content = unseal(lineageKind, token);
  const expected = checksumOf([asked]);
  const cursor = new VarintCursor(content, expected.length, content.length);
  const nodes = cursor.varlong();
  const isWhole = !cursor.failed && cursor.at === cursor.end && nodes > 0;
  if (!content.subarray(0, expected.length).equals(expected) || !isWhole) throw new FlowMeshError("page_token_invalid");
  return nodes;
}

/** The token of a page of operations, newest first, of which the last one began at this position. */
export function writeOperationsToken(asked: readonly unknown[], lastPosition: number): string {
  const position = Buffer.alloc(10);
  const end = writeVarlong(position, 0, lastPosition);
  return seal(operationsKind, Buffer.concat([checksumOf(asked), position.subarray(0, end)]));
}

/**
 * The position at which the last operation of the page before began; Infinity without a token.
 * @throws FlowMeshError `page_token_invalid`
 */
export function readOperationsToken(token: string, asked: readonly unknown[]): number {
  if (token === "") return Number.POSITIVE_INFINITY;
  const content = unseal(operationsKind, token);
  const expected = checksumOf(asked);
  const cursor = new VarintCursor(content, expected.length, content.length);
  const position = cursor.varlong();
  if (!content.subarray(0, expected.length).equals(expected) || cursor.failed || cursor.at < cursor.end)
    throw new FlowMeshError("page_token_invalid");
  return position;
}

function idBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function rangeBytes({ prefix, fromKey, toKey }: KeyRange): Buffer {
  return checksumOf([prefix, fromKey, toKey]);
}

function checksumOf(what: readonly unknown[]): Buffer {
  const asked = Buffer.from(JSON.stringify(what));
  const bytes = Buffer.alloc(4);
  writeInt32(bytes, 0, crc32c(asked, 0, asked.length));
  return bytes;
}

function seal(kind: number, content: Buffer): string {
  const bytes = Buffer.concat([Buffer.of(kind), content, Buffer.alloc(4)]);
  writeInt32(bytes, bytes.length - 4, crc32c(bytes, 0, bytes.length - 4));
  return bytes.toString("base64url");
}

function unseal(kind: number, token: unknown): Buffer {
  const bytes = Buffer.from(typeof token === "string" ? token : "", "base64url");
  const end = bytes.length - 4;
  // Decoding passes over characters that do not belong there.
  if (bytes.toString("base64url") !== token) throw new FlowMeshError("page_token_invalid");
  if (end < 1 || bytes[0] !== kind || readInt32(bytes, end) >>> 0 !== crc32c(bytes, 0, end)) {
    throw new FlowMeshError("page_token_invalid");
  }
  return bytes.subarray(1, end);
}
