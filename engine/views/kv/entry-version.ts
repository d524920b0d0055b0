import { limits } from "@flowmesh/contract";
import type { EntryVersion } from "@flowmesh/fabric/internal";
import type { PutOperation, RemoveOperation } from "../../commit/kv-operation.ts";
import type { PayloadPlace } from "../../log/log-reader.ts";

/** One revision of a key, with the place of its value in the log; never changed once it was ordered. */
export interface KvVersion extends EntryVersion, PayloadPlace {
  /** Position and time of its first commit, wherever it was carried. */
  readonly position: number;
  readonly timeMs: number;
  /** Of its operation; set when that is ordered. */
  segment: number;
  /** Of its payload; set when that is ordered. */
  byte: number;
  /** The value as a latin1 string when it is short; then there is no payload. */
  readonly inline: string | undefined;
  /** Damage has taken its value. */
  readonly isLost: boolean;
}

/** What a commit that writes entries is. */
export interface CommitMoment {
  readonly position: number;
  readonly timeMs: number;
}

/** What a write makes of its key, before its place is known. */
export function versionOf(operation: PutOperation | RemoveOperation, commit: CommitMoment): KvVersion {
  const { revision, carried } = operation;
  const isPut = operation.kind === "put";
  return {
    revision,
    kind: isPut ? "put" : operation.why,
    expiresMs: isPut ? operation.expiresMs : 0,
    position: carried?.position ?? commit.position,
    timeMs: carried?.timeMs ?? commit.timeMs,
    segment: 0,
    byte: 0,
    payloadBytes: isPut ? operation.payloadBytes : 0,
    payloadCrc: isPut ? operation.payloadCrc : 0,
    inline: isPut ? operation.inline : "",
    isLost: isPut && operation.isLost,
  };
}

export function valueBytes({ inline, payloadBytes }: KvVersion): number {
  return inline?.length ?? payloadBytes;
}

/** The versions with another one, or in place of the one of its revision, and without those below `floor`. */
export function versionsWith(versions: readonly KvVersion[], version: KvVersion, floor: number): KvVersion[] {
  const newest = versions.at(-1);
  // An empty list that grows takes room for seventeen.
  if (newest === undefined || newest.revision < floor) return [version];
  const kept = versions.filter(({ revision }) => revision >= floor && revision !== version.revision);
  const behind = kept.findIndex(({ revision }) => revision > version.revision);
  if (behind < 0) kept.push(version);
  else kept.splice(behind, 0, version);
  return kept;
}

/** When something is to happen to a key by itself. */
export interface Due {
  readonly what: "expiry" | "forgetting";
  readonly dueMs: number;
}

export function dueOf(versions: readonly KvVersion[]): Due | undefined {
  const newest = versions.at(-1);
  if (newest === undefined) return undefined;
  if (newest.kind !== "put") return { what: "forgetting", dueMs: newest.timeMs + limits.kvDeletesMs.value };
  return newest.expiresMs > 0 ? { what: "expiry", dueMs: newest.expiresMs } : undefined;
}

/** A key's row: f64 position of the last change · u8 versions · per version, oldest first, what `writeVersion` writes. */
const HEAD_BYTES = 9;
const VERSION_BYTES = 49;
const KINDS = ["put", "deleted", "expired"] as const;
const INLINE_FLAG = 4;
const LOST_FLAG = 8;

export interface SavedKey {
  readonly changed: number;
  readonly versions: readonly KvVersion[];
}

export function encodeVersions({ changed, versions }: SavedKey): Buffer {
  const inline = versions.reduce((sum, { inline }) => sum + (inline?.length ?? 0), 0);
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + versions.length * VERSION_BYTES + inline);
  let at = bytes.writeUInt8(versions.length, bytes.writeDoubleLE(changed, 0));
  for (const version of versions) at = writeVersion(version, bytes, at);
  return bytes.subarray(0, at);
}

/** f64 revision · f64 position · f64 time · f64 when it expires · u32 segment · u32 byte · u8 flags (0 to 2 kind, 4 inline, 8 lost) · u32 payload bytes, or of the inline value · u32 payload CRC · inline value */
function writeVersion(version: KvVersion, bytes: Buffer, start: number): number {
  const { revision, position, timeMs, expiresMs, segment, byte, kind, inline, isLost } = version;
  let at = bytes.writeDoubleLE(revision, start);
  at = bytes.writeDoubleLE(position, at);
  at = bytes.writeDoubleLE(timeMs, at);
  at = bytes.writeDoubleLE(expiresMs, at);
  at = bytes.writeUInt32LE(segment, at);
  at = bytes.writeUInt32LE(byte, at);
  const flags = (inline === undefined ? 0 : INLINE_FLAG) | (isLost ? LOST_FLAG : 0);
  at = bytes.writeUInt8(KINDS.indexOf(kind) | flags, at);
  if (inline === undefined) {
    at = bytes.writeUInt32LE(version.payloadBytes, at);
    return bytes.writeUInt32LE(version.payloadCrc, at);
  }
  return bytes.writeUInt8(inline.length, at) + bytes.write(inline, at + 1, "latin1");
}

export function decodeVersions(bytes: Buffer): SavedKey {
  const changed = bytes.readDoubleLE(0);
  const versions: KvVersion[] = [];
  let at = HEAD_BYTES;
  for (let count = bytes.readUInt8(8); count > 0; count--) {
    const flags = bytes.readUInt8(at + 40);
    const isInline = (flags & INLINE_FLAG) !== 0;
    const length = isInline ? bytes.readUInt8(at + 41) : 0;
    versions.push({
      revision: bytes.readDoubleLE(at),
      kind: KINDS[flags & 3] ?? "put",
      expiresMs: bytes.readDoubleLE(at + 24),
      position: bytes.readDoubleLE(at + 8),
      timeMs: bytes.readDoubleLE(at + 16),
      segment: bytes.readUInt32LE(at + 32),
      byte: bytes.readUInt32LE(at + 36),
      payloadBytes: isInline ? 0 : bytes.readUInt32LE(at + 41),
      payloadCrc: isInline ? 0 : bytes.readUInt32LE(at + 45),
      inline: isInline ? bytes.toString("latin1", at + 42, at + 42 + length) : undefined,
      isLost: (flags & LOST_FLAG) !== 0,
    });
    at += isInline ? 42 + length : 49;
  }
  return { changed, versions };
}
