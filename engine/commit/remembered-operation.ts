import { HASH_BYTES, type TableReader, writeHash } from "./table-reader.ts";

/**
 * Operations of idempotency keys; `operation.ts` says how tables are made.
 *
 *   identify   u8 6 · 16 bytes key hash · 16 bytes content hash · f64 window ms · u32 results · per result, placements first, 17 bytes:
 *              f64 partition · f64 offset · u8 flags (1 duplicate), or, of an entry, f64 revision · f64 value · u8 flags (2 entry, 4 deleted)
 *   answered   u8 16 · u16 keys · per key 16 bytes hash: keys that are forgotten, because their callers have the results
 *   recall     u8 7 · f64 position · f64 time · then as identify: an idempotency key carried from a segment that is given back
 */

/** What a commit returned, kept for the case that it is sent again. */
export interface RememberedPlacement {
  readonly partition: number;
  readonly offset: number;
  readonly duplicate: boolean;
}

/** What became of an entry. */
export interface RememberedEntry {
  readonly revision: number;
  /** Of a counter. */
  readonly value: number;
  readonly deleted: boolean;
}

interface Remembered {
  readonly key: string;
  readonly content: string;
  /** How long it is remembered. */
  readonly windowMs: number;
  readonly placements: readonly RememberedPlacement[];
  readonly entries: readonly RememberedEntry[];
}

export interface IdentifyOperation extends Remembered {
  readonly kind: "identify";
}

export interface RecallOperation extends Remembered {
  readonly kind: "recall";
  readonly position: number;
  readonly timeMs: number;
}

export interface AnsweredOperation {
  readonly kind: "answered";
  /** Hashes. */
  readonly keys: readonly string[];
}

export type RememberedOperation = IdentifyOperation | RecallOperation | AnsweredOperation;

const DUPLICATE_FLAG = 1;
const ENTRY_FLAG = 2;
const DELETED_FLAG = 4;

/** Bytes that the operation takes in a table. */
export function rememberedOperationBytes(operation: RememberedOperation): number {
  if (operation.kind === "answered") return 3 + HASH_BYTES * operation.keys.length;
  const { kind, placements, entries } = operation;
  return (kind === "identify" ? 45 : 61) + 17 * (placements.length + entries.length);
}

/** Writes the operation at `at`, returning the place behind it. */
export function writeRememberedOperation(operation: RememberedOperation, target: Buffer, at: number): number {
  if (operation.kind === "answered") return writeAnswered(operation, target, at);
  if (operation.kind === "identify") {
    target[at] = 6;
    return writeRemembered(operation, target, at + 1);
  }
  target[at] = 7;
  target.writeDoubleLE(operation.position, at + 1);
  target.writeDoubleLE(operation.timeMs, at + 9);
  return writeRemembered(operation, target, at + 17);
}

function writeAnswered({ keys }: AnsweredOperation, target: Buffer, start: number): number {
  target[start] = 16;
  let at = target.writeUInt16LE(keys.length, start + 1);
  for (const key of keys) at = writeHash(key, target, at);
  return at;
}

function writeRemembered(operation: Remembered, target: Buffer, start: number): number {
  let at = writeHash(operation.key, target, start);
  at = writeHash(operation.content, target, at);
  at = target.writeDoubleLE(operation.windowMs, at);
  at = target.writeUInt32LE(operation.placements.length + operation.entries.length, at);
  for (const { partition, offset, duplicate } of operation.placements)
    at = writeResult(partition, offset, duplicate ? DUPLICATE_FLAG : 0, target, at);
  for (const { revision, value, deleted } of operation.entries)
    at = writeResult(revision, value, ENTRY_FLAG | (deleted ? DELETED_FLAG : 0), target, at);
  return at;
}

function writeResult(first: number, second: number, flags: number, target: Buffer, at: number): number {
  target.writeDoubleLE(first, at);
  target.writeDoubleLE(second, at + 8);
  target[at + 16] = flags;
  return at + 17;
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readRememberedOperation(kind: number, source: TableReader): RememberedOperation | undefined {
  switch (kind) {
    case 6:
      return { kind: "identify", ...readRemembered(source) };
    case 7:
      return { kind: "recall", position: source.f64(), timeMs: source.f64(), ...readRemembered(source) };
    case 16:
      return { kind: "answered", keys: Array.from({ length: source.u16() }, () => source.hash()) };
    default:
      return undefined;
  }
}

function readRemembered(source: TableReader): Remembered {
  const key = source.hash();
  const content = source.hash();
  const windowMs = source.f64();
  const count = source.u32();
  const placements: RememberedPlacement[] = [];
  const entries: RememberedEntry[] = [];
  for (let index = 0; index < count; index++) {
    const first = source.f64();
    const second = source.f64();
    const flags = source.u8();
    if ((flags & ENTRY_FLAG) === 0)
      placements.push({ partition: first, offset: second, duplicate: (flags & DUPLICATE_FLAG) !== 0 });
    else entries.push({ revision: first, value: second, deleted: (flags & DELETED_FLAG) !== 0 });
  }
  return { key, content, windowMs, placements, entries };
}
