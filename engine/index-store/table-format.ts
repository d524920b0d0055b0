import { crc32c } from "@flowmesh/fabric/internal";
import { BlockIndex, compareKeyBytes } from "./block-index.ts";
import { KeyFilter } from "./key-filter.ts";

/**
 * A table is an immutable file of entries in the order of their keys:
 *
 *   block     u32 checksum of the rest · u32 entries · entries
 *   entry     u16 bytes of the key · u32 bytes of the value (2^32 - 1: the key was removed) · key · value
 *   index     u32 entries · u32 bytes of the filter of all keys · filter · a row for each block (`block-index.ts`)
 *   trailer   u32 magic "FMT2" · u32 checksum of the rest · f64 number of the table · f64 place of the index · u32 bytes of the index · u32 checksum of the index
 *
 * Checksums begin with the number of the table and the place, so that bytes are never taken for those of another table or place. Little-endian.
 */
export const TRAILER_BYTES = 32;
const TRAILER_MAGIC = 0x32544d46;
const BLOCK_HEADER_BYTES = 8;
const ENTRY_HEADER_BYTES = 6;
const REMOVED = 0xffffffff;
const INDEX_HEADER_BYTES = 8;

/** A key and what it stands for; without a value it says that older tables' value is gone. */
export interface TableEntry {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

export function entryBytes(entry: TableEntry): number {
  return ENTRY_HEADER_BYTES + entry.key.length + (entry.value?.length ?? 0);
}

function checksumOf(bytes: Uint8Array, from: number, table: number, place: number): number {
  return crc32c(bytes, from, bytes.length, seedOf(table, place));
}

/** What checksums begin with. */
function seedOf(table: number, place: number): number {
  return Math.imul(table, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca77);
}

/**
 * One block with these entries, for the given place in the table.
 * @param room gives the memory for it
 */
export function encodeBlock(
  entries: readonly TableEntry[],
  table: number,
  place: number,
  room: (bytes: number) => Buffer = Buffer.allocUnsafe,
): Buffer {
  const bytes = room(entries.reduce((sum, entry) => sum + entryBytes(entry), BLOCK_HEADER_BYTES));
  bytes.writeUInt32LE(entries.length, 4);
  let at = BLOCK_HEADER_BYTES;
  for (const { key, value } of entries) {
    bytes.writeUInt16LE(key.length, at);
    bytes.writeUInt32LE(value === undefined ? REMOVED : value.length, at + 2);
    at += ENTRY_HEADER_BYTES;
    at += bytes.write(key, at, "latin1");
    if (value === undefined) continue;
    bytes.set(value, at);
    at += value.length;
  }
  bytes.writeUInt32LE(checksumOf(bytes, 4, table, place), 0);
  return bytes;
}

/** Whether it is the block that was written there. */
export function blockIsWhole(bytes: Buffer, table: number, place: number): boolean {
  return bytes.length >= BLOCK_HEADER_BYTES && bytes.readUInt32LE(0) === checksumOf(bytes, 4, table, place);
}

/** Entries of a block in order, from the first key at or after `from`; their values lie within its bytes. */
export function* blockEntries(bytes: Buffer, from: string): Generator<TableEntry> {
  for (let at = firstAtLeast(bytes, from); at < bytes.length; at = behind(bytes, at)) yield entryAt(bytes, at);
}

/** The key's entry in a block, if it has one. */
export function findInBlock(bytes: Buffer, key: string): TableEntry | undefined {
  const last = key.length - 1;
  // Neighbours begin alike and are of one length, so ends are compared first.
  for (let at = BLOCK_HEADER_BYTES; at < bytes.length; at = behind(bytes, at)) {
    const isLike =
      bytes.readUInt16LE(at) === key.length && bytes[at + ENTRY_HEADER_BYTES + last] === key.charCodeAt(last);
    if (isLike && compareKey(bytes, at, key) === 0) return entryAt(bytes, at);
  }
  return undefined;
}

/** Where the first entry stands whose key is not below `key`. */
function firstAtLeast(bytes: Buffer, key: string): number {
  let at = BLOCK_HEADER_BYTES;
  while (at < bytes.length && compareKey(bytes, at, key) < 0) at = behind(bytes, at);
  return at;
}

/** How the key of the entry that stands here compares. */
function compareKey(bytes: Buffer, at: number, key: string): number {
  return compareKeyBytes(bytes, at + ENTRY_HEADER_BYTES, bytes.readUInt16LE(at), key);
}

function behind(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32LE(at + 2);
  return at + ENTRY_HEADER_BYTES + bytes.readUInt16LE(at) + (length === REMOVED ? 0 : length);
}

function entryAt(bytes: Buffer, at: number): TableEntry {
  const keyEnd = at + ENTRY_HEADER_BYTES + bytes.readUInt16LE(at);
  const length = bytes.readUInt32LE(at + 2);
  const key = bytes.toString("latin1", at + ENTRY_HEADER_BYTES, keyEnd);
  return { key, value: length === REMOVED ? undefined : bytes.subarray(keyEnd, keyEnd + length) };
}

/** What stands at the end of a table. */
export interface TableTrailer {
  readonly table: number;
  readonly indexPlace: number;
  readonly indexBytes: number;
  readonly indexChecksum: number;
}

/** What a table says of its blocks. */
export interface TableIndex {
  readonly blocks: BlockIndex;
  /** Of all its keys. */
  readonly filter: KeyFilter;
  readonly entries: number;
}

/** Index and trailer of a table whose blocks end at `indexPlace`; the trailer is the last of the pieces. */
export function encodeTableEnd({ blocks, filter, entries }: TableIndex, table: number, indexPlace: number): Buffer[] {
  const header = Buffer.alloc(INDEX_HEADER_BYTES);
  header.writeUInt32LE(entries, 0);
  header.writeUInt32LE(filter.bytes.length, 4);
  const index = [header, asBuffer(filter.bytes), blocks.rows];
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(TRAILER_MAGIC, 0);
  trailer.writeDoubleLE(table, 8);
  trailer.writeDoubleLE(indexPlace, 16);
  trailer.writeUInt32LE(
    index.reduce((sum, piece) => sum + piece.length, 0),
    24,
  );
  trailer.writeUInt32LE(
    index.reduce((sum, piece) => crc32c(piece, 0, piece.length, sum), seedOf(table, indexPlace)),
    28,
  );
  trailer.writeUInt32LE(trailerChecksum(trailer), 4);
  return [...index, trailer];
}

/** The checksum that a manifest names a table by. */
export function trailerChecksum(trailer: Buffer): number {
  return crc32c(trailer, 8, TRAILER_BYTES);
}

export function decodeTrailer(bytes: Buffer): TableTrailer | undefined {
  if (bytes.length !== TRAILER_BYTES || bytes.readUInt32LE(0) !== TRAILER_MAGIC) return undefined;
  if (bytes.readUInt32LE(4) !== trailerChecksum(bytes)) return undefined;
  return {
    table: bytes.readDoubleLE(8),
    indexPlace: bytes.readDoubleLE(16),
    indexBytes: bytes.readUInt32LE(24),
    indexChecksum: bytes.readUInt32LE(28),
  };
}

export function decodeIndex(bytes: Buffer, trailer: TableTrailer): TableIndex | undefined {
  if (bytes.length !== trailer.indexBytes) return undefined;
  if (checksumOf(bytes, 0, trailer.table, trailer.indexPlace) !== trailer.indexChecksum) return undefined;
  const filterEnd = INDEX_HEADER_BYTES + bytes.readUInt32LE(4);
  const filter = new KeyFilter(bytes.subarray(INDEX_HEADER_BYTES, filterEnd));
  return { blocks: new BlockIndex(bytes.subarray(filterEnd)), filter, entries: bytes.readUInt32LE(0) };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
