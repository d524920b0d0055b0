import type { DurabilityMode } from "./commit/commits.ts";
import type { LogDamage } from "./log/damage-list.ts";
import type { LostOffsets } from "./views/streams/lost-offsets.ts";

/** The state of an engine at one moment. */
export interface EngineStatus {
  readonly state: "serving" | "disk_full" | "stopping" | "failed";
  readonly durability: DurabilityMode;
  readonly visiblePosition: number;
  readonly streams: number;
  readonly epoch: number;
  readonly firstSegment: number;
  readonly lastSegment: number;
  readonly spareSegments: number;
  readonly segmentBytes: number;
  readonly damages: number;
  readonly settledFiles: number;
  readonly settledBytes: number;
  /** Since the engine was opened. */
  readonly written: {
    /** Bytes of commits in the log, but those that carry. */
    readonly acceptedBytes: number;
    /** Bytes of commits in the log that write again what stood in segments to be freed. */
    readonly carriedBytes: number;
    /** Bytes of settled files. */
    readonly settledBytes: number;
  };
}

/** Damage of the log with the offsets that it took, as far as its neighbours tell. */
export interface EngineDamage extends LogDamage {
  readonly offsets: readonly LostOffsets[];
}
