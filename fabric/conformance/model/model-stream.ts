import type { Placement, StreamSettingsInit } from "@flowmesh/contract";
import type { Growth } from "../../groups/growth.ts";

export interface StoredBatch {
  /** Whether it is to be unreadable, as after damage to a disk. */
  isDamaged: boolean;
  readonly baseOffset: number;
  /** Offset behind its last record. */
  readonly nextOffset: number;
  readonly bytes: Uint8Array;
  readonly committedMs: number;
}

export interface ModelPartition {
  earliestOffset: number;
  nextOffset: number;
  readonly batches: StoredBatch[];
  readonly producers: Map<number, ModelProducer>;
}

/** What is remembered of a producer in one partition; never changed in place. */
export interface ModelProducer {
  readonly epoch: number;
  /** Oldest first. */
  readonly batches: readonly { firstSequence: number; lastSequence: number; offset: number; position: number }[];
}

export interface ModelStream {
  readonly name: string;
  /** Of all streams there ever were, this one's alone. */
  readonly number: number;
  readonly id: string;
  readonly createdMs: number;
  settings: { retentionMs: number; retentionBytes: number; dedupeWindowMs: number };
  revision: number;
  readonly partitions: ModelPartition[];
  growths: readonly Growth[];
  readonly dedupeIds: Map<string, { placement: Placement; position: number; committedMs: number }>;
}

/** Of a stream that is new. */
export function emptyPartition(): ModelPartition {
  return { earliestOffset: 0, nextOffset: 0, batches: [], producers: new Map() };
}

/** Of all its batches. */
export function bytesOf({ batches }: ModelPartition): number {
  return batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** Dedupe ids that do not count any more never count again, however long the window becomes. */
export function changeSettings(stream: ModelStream, change: StreamSettingsInit, nowMs: number): void {
  const { settings: before, dedupeIds } = stream;
  stream.settings = merged(before, change);
  for (const [id, { committedMs }] of dedupeIds)
    if (stream.settings.dedupeWindowMs === 0 || committedMs < nowMs - before.dedupeWindowMs) dedupeIds.delete(id);
}

/** The settings with what a change names. */
export function merged(before: ModelStream["settings"], change: StreamSettingsInit): ModelStream["settings"] {
  const { retentionMs, retentionBytes, dedupeWindowMs } = change;
  return {
    retentionMs: retentionMs ?? before.retentionMs,
    retentionBytes: retentionBytes ?? before.retentionBytes,
    dedupeWindowMs: dedupeWindowMs ?? before.dedupeWindowMs,
  };
}
