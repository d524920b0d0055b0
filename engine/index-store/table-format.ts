import { crc32c } from "@flowmesh/fabric/internal";

/**
 * A table is an immutable file of entries in the order of their keys:
 *
 *   block     u32 checksum of the rest · u32 entries · entries
 *   entry     u16 bytes of the key · u32 bytes of the value (2^32 - 1: the key was removed) · key · value
 *   index     a row for each block: f64 place · u32 bytes · u16 bytes of the first key · first key
 *   trailer   u32 magic "FMT1" · u32 checksum of the rest · f64 number of the table · f64 place of the index · u32 bytes of the index · u32 checksum of the index
 *
 * Checksums begin with the number of the table and the place, so that bytes are never taken for those of another table or place. Little-endian.
 */
export const TRAILER_BYTES = 32;
const TRAILER_MAGIC = 0x31544d46;
const BLOCK_HEADER_BYTES = 8;
const ENTRY_HEADER_BYTES = 6;
const REMOVED = 0xffffffff;
const INDEX_ROW_BYTES = 14;

/** A key and what it stands for; without a value it says that older tables' value is gone. */
export interface TableEntry {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

export function entryBytes(entry: TableEntry): number {
  return ENTRY_HEADER_BYTES + entry.key.length + (entry.value?.length ?? 0);
}

function checksumOf(bytes: Uint8Array, from: number, table: number, place: number): number {
  return crc32c(bytes, from, bytes.length, Math.imul(table, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca77));
}

/** One block with these entries, for the given place in the table. */
export function encodeBlock(entries: readonly TableEntry[], table: number, place: number): Buffer {
  const size = entries.reduce((sum, entry) => sum + entryBytes(entry), BLOCK_HEADER_BYTES);
  const bytes = Buffer.allocUnsafe(size);
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

/** A block's entries, their values within its bytes; undefined if it is not the block that was written there. */
export function decodeBlock(bytes: Buffer, table: number, place: number): TableEntry[] | undefined {
  if (bytes.length < BLOCK_HEADER_BYTES || bytes.readUInt32LE(0) !== checksumOf(bytes, 4, table, place))
    return undefined;
  const entries: TableEntry[] = [];
  let at = BLOCK_HEADER_BYTES;
  for (let count = bytes.readUInt32LE(4); count > 0; count--) {
    const keyEnd = at + ENTRY_HEADER_BYTES + bytes.readUInt16LE(at);
    const length = bytes.readUInt32LE(at + 2);
    const key = bytes.toString("latin1", at + ENTRY_HEADER_BYTES, keyEnd);
    at = length === REMOVED ? keyEnd : keyEnd + length;
    entries.push({ key, value: length === REMOVED ? undefined : bytes.subarray(keyEnd, at) });
  }
  return entries;
}

/** Where a block stands, and the first of its keys. */
export interface BlockPlace {
  readonly place: number;
  readonly bytes: number;
  readonly firstKey: string;
}

/** What stands at the end of a table. */
export interface TableTrailer {
  readonly table: number;
  readonly indexPlace: number;
  readonly indexBytes: number;
  readonly indexChecksum: number;
}

/** Index and trailer of a table whose blocks end at `indexPlace`. */
export function encodeTableEnd(blocks: readonly BlockPlace[], table: number, indexPlace: number): Buffer {
  const indexBytes = blocks.reduce((sum, block) => sum + INDEX_ROW_BYTES + block.firstKey.length, 0);
  const bytes = Buffer.alloc(indexBytes + TRAILER_BYTES);
  let at = 0;
  for (const { place, bytes: length, firstKey } of blocks) {
    at = bytes.writeDoubleLE(place, at);
    at = bytes.writeUInt32LE(length, at);
    at = bytes.writeUInt16LE(firstKey.length, at);
    at += bytes.write(firstKey, at, "latin1");
  }
  const trailer = bytes.subarray(indexBytes);
  trailer.writeUInt32LE(TRAILER_MAGIC, 0);
  trailer.writeDoubleLE(table, 8);
  trailer.writeDoubleLE(indexPlace, 16);
  trailer.writeUInt32LE(indexBytes, 24);
  trailer.writeUInt32LE(checksumOf(bytes.subarray(0, indexBytes), 0, table, indexPlace), 28);
  trailer.writeUInt32LE(trailerChecksum(trailer), 4);
  return bytes;
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

export function decodeIndex(bytes: Buffer, trailer: TableTrailer): BlockPlace[] | undefined {
  if (bytes.length !== trailer.indexBytes) return undefined;
  if (checksumOf(bytes, 0, trailer.table, trailer.indexPlace) !== trailer.indexChecksum) return undefined;
  const blocks: BlockPlace[] = [];
  for (let at = 0; at < bytes.length; ) {
    const keyEnd = at + INDEX_ROW_BYTES + bytes.readUInt16LE(at + 12);
    const firstKey = bytes.toString("latin1", at + INDEX_ROW_BYTES, keyEnd);
    blocks.push({ place: bytes.readDoubleLE(at), bytes: bytes.readUInt32LE(at + 8), firstKey });
    at = keyEnd;
  }
  return blocks;
}
