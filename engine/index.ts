/** The embedded engine: the implementation of `Fabric` that keeps one log on a disk, or in memory. */
export type { Clock, Timer } from "./clock/clock.ts";
export { SettlingClock } from "./clock/settling-clock.ts";
export { SystemClock } from "./clock/system-clock.ts";
export { VirtualClock } from "./clock/virtual-clock.ts";
export type { DurabilityMode } from "./commit/commits.ts";
export type { Disk, DiskFile } from "./disk/disk.ts";
export { MemoryDisk } from "./disk/memory-disk.ts";
export { openNodeDisk } from "./disk/node-disk.ts";
export {
  type Engine,
  type EngineDamage,
  type EngineEvent,
  type EngineMemory,
  type EngineOptions,
  type EngineStatus,
  openEngine,
  usualEngineMemory,
} from "./engine.ts";
export type { IndexChange, IndexStore } from "./index-store/index-store.ts";
export { type IndexStoreOptions, indexCacheBytes, openIndexStore } from "./index-store/table-index-store.ts";
export type { LogDamage } from "./log/damage-list.ts";
export { type InspectedSegment, inspectLog, type LogInspection } from "./log/inspect-log.ts";
export type { SyncTimes } from "./log/sync-meter.ts";
export type { Random } from "./random/random.ts";
export { SeededRandom } from "./random/seeded-random.ts";
export { SystemRandom } from "./random/system-random.ts";
export { WorkTurns } from "./work-turns.ts";
