import { limits } from "@flowmesh/contract";
import type { Clock } from "./clock/clock.ts";
import type { DurabilityMode } from "./commit/commits.ts";
import type { Disk } from "./disk/disk.ts";
import type { IndexStore } from "./index-store/index-store.ts";
import type { Random } from "./random/random.ts";

/** What an engine runs on, and its sizes. */
export interface EngineOptions {
  /** Closed by the engine, as is the index; also when it cannot be opened. */
  readonly disk: Disk;
  readonly index: IndexStore;
  readonly clock: Clock;
  readonly random: Random;
  /** When a commit that does not say is answered. Default `always`: after the sync. */
  readonly durability?: DurabilityMode;
  /** Size of a new log's segments; an existing log keeps its own. Default 32 MiB; at least 64 KiB, a multiple of 4096. */
  readonly segmentBytes?: number;
  /** Bytes that are written and synced together at most. Default: limit `group_bytes`. */
  readonly groupBytes?: number;
  /** How much is held in memory. Default: `usualEngineMemory`. */
  readonly memory?: EngineMemory;
  /** Segments kept for writes that free space. Default 3. */
  readonly reserveSegments?: number;
  /** Segments that the log may have before what is kept of the oldest half is settled into files of its own. Default 16. */
  readonly logSegments?: number;
  /** Segments made ahead of use, beyond the reserve. Default 1. */
  readonly spareSegments?: number;
  /** Whether the data survives the engine. Default true. */
  readonly persistent?: boolean;
  /** Where the data lies, as it is named in errors. Default `the data folder`. */
  readonly path?: string;
  /** Told of what happens, for whoever wants to see it. */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** Something that the engine did or met. */
export interface EngineEvent {
  readonly what: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Whoever runs the engine should know. Default: false. */
  readonly isNotice?: boolean;
}

/** What an engine holds in memory beside its views. */
export interface EngineMemory {
  /** Segments behind the writer, at least 1. */
  readonly ringSegments: number;
  /** Read buffers that wait for the next read. */
  readonly readBufferBytes: number;
  /** Keys of KV that were written and are not saved yet, or are written again and again, half a kilobyte each; while a save is under way half as many more come to them. */
  readonly keysInMemory: number;
  /** Bytes of log lines of jobs' attempts that are under way. */
  readonly jobLogsBytes: number;
}

/** What an engine holds unless it is told otherwise. */
export const usualEngineMemory: EngineMemory = {
  ringSegments: 2,
  readBufferBytes: 32 * 1024 * 1024,
  keysInMemory: 20_000,
  jobLogsBytes: limits.jobLogsBytes.value,
};
