import type { CommitHeads } from "../commit/commit-intent.ts";
import { IndexDamaged, type IndexStore } from "../index-store/index-store.ts";
import type { KnownLog } from "../log/recovery.ts";
import { asBuffer, encodeNumbers } from "./rows.ts";

const META_BYTES = 64;
const META_FORMAT = 3;
const END_BYTES = 32;

/** What the row `meta` says: segments below `floor` need no replay, and the log had come to `position` when that was saved. A row of something else may be of a later position, which it knows itself. */
export interface SavedMeta {
  readonly floor: number;
  readonly position: number;
  readonly logId: string;
  readonly nextStreamId: number;
  readonly nextProducerId: number;
  readonly nextGroupId: number;
}

export function encodeMeta(floor: number, position: number, logId: string, { streams, groups }: CommitHeads): Buffer {
  const { nextStreamId, nextProducerId } = streams;
  const numbers = [META_FORMAT, floor, position, nextStreamId, nextProducerId, groups.nextGroupId];
  return Buffer.concat([encodeNumbers(numbers), Buffer.from(logId, "hex")], META_BYTES);
}

/** Undefined when there is none that this version reads. */
export function readMeta(store: IndexStore): SavedMeta | undefined {
  const value = store.get("meta");
  if (value === undefined || value.length !== META_BYTES) return undefined;
  const bytes = asBuffer(value);
  if (bytes.readDoubleLE(0) !== META_FORMAT) return undefined;
  return {
    floor: bytes.readDoubleLE(8),
    position: bytes.readDoubleLE(16),
    nextStreamId: bytes.readDoubleLE(24),
    nextProducerId: bytes.readDoubleLE(32),
    nextGroupId: bytes.readDoubleLE(40),
    logId: bytes.toString("hex", 48, 64),
  };
}

/** The row `end`: how far the log had come when it was closed. */
export function encodeEnd(position: number, segment: number, logId: string): Buffer {
  return Buffer.concat([encodeNumbers([position, segment]), Buffer.from(logId, "hex")], END_BYTES);
}

/** How far the log had come at least when a store was saved, or the log closed; nothing is saved that is not durable. */
export function knownLog(store: IndexStore): KnownLog | undefined {
  try {
    const meta = readMeta(store);
    const end = store.get("end");
    const saved = meta && { logId: meta.logId, position: meta.position, segment: meta.floor, firstSegment: meta.floor };
    if (saved === undefined || end === undefined || end.length !== END_BYTES) return saved;
    const bytes = asBuffer(end);
    const isOfSame = bytes.toString("hex", 16, 32) === saved.logId && bytes.readDoubleLE(0) >= saved.position;
    return isOfSame ? { ...saved, position: bytes.readDoubleLE(0), segment: bytes.readDoubleLE(8) } : saved;
  } catch (error) {
    if (error instanceof IndexDamaged) return undefined;
    throw error;
  }
}
