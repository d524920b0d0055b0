import { crc32c } from "@flowmesh/fabric/internal";
import type { Disk } from "../disk/disk.ts";
import type { TableIdentity } from "./table.ts";

/**
 * Names the tables that make up the store, newest first. Each change writes a file of its own, `manifest-<number>`; the highest number that can be used counts.
 *
 *   u32 magic "FMI1" · u32 checksum of the rest · f64 number · f64 number of the next table · u32 tables · a row each: f64 number · f64 bytes · u32 checksum
 */
export interface Manifest {
  readonly number: number;
  readonly nextTable: number;
  readonly tables: readonly TableIdentity[];
}

const MANIFEST_MAGIC = 0x31494d46;
const HEADER_BYTES = 28;
const ROW_BYTES = 20;
const namePattern = /^manifest-(\d+)$/;

export function manifestFileName(number: number): string {
  return `manifest-${number}`;
}

/** The number in a manifest's name; undefined for other files. */
export function manifestNumber(fileName: string): number | undefined {
  const found = namePattern.exec(fileName);
  return found === null ? undefined : Number(found[1]);
}

/** Writes and syncs the manifest; its name is durable only after the directory's next sync. Nothing stays behind when it fails. */
export async function writeManifest(disk: Disk, manifest: Manifest): Promise<void> {
  const name = manifestFileName(manifest.number);
  const file = await disk.open(name, { create: true });
  try {
    await file.write(0, [encodeManifest(manifest)]);
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close();
    await disk.remove(name);
    throw error;
  }
}

/** The manifest in a file, if it is whole. */
export async function readManifest(disk: Disk, name: string): Promise<Manifest | undefined> {
  const file = await disk.open(name);
  try {
    const bytes = Buffer.alloc(await file.size());
    await file.read(0, bytes);
    const manifest = decodeManifest(bytes);
    return manifest?.number === manifestNumber(name) ? manifest : undefined;
  } finally {
    await file.close();
  }
}

function encodeManifest(manifest: Manifest): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + ROW_BYTES * manifest.tables.length);
  bytes.writeUInt32LE(MANIFEST_MAGIC, 0);
  bytes.writeDoubleLE(manifest.number, 8);
  bytes.writeDoubleLE(manifest.nextTable, 16);
  let at = bytes.writeUInt32LE(manifest.tables.length, 24);
  for (const table of manifest.tables) {
    at = bytes.writeDoubleLE(table.number, at);
    at = bytes.writeDoubleLE(table.bytes, at);
    at = bytes.writeUInt32LE(table.checksum, at);
  }
  bytes.writeUInt32LE(crc32c(bytes, 8), 4);
  return bytes;
}

function decodeManifest(bytes: Buffer): Manifest | undefined {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MANIFEST_MAGIC) return undefined;
  const count = bytes.readUInt32LE(24);
  if (bytes.length !== HEADER_BYTES + ROW_BYTES * count || bytes.readUInt32LE(4) !== crc32c(bytes, 8)) return undefined;
  const tables: TableIdentity[] = [];
  for (let at = HEADER_BYTES; at < bytes.length; at += ROW_BYTES) {
    tables.push({
      number: bytes.readDoubleLE(at),
      bytes: bytes.readDoubleLE(at + 8),
      checksum: bytes.readUInt32LE(at + 16),
    });
  }
  return { number: bytes.readDoubleLE(8), nextTable: bytes.readDoubleLE(16), tables };
}
