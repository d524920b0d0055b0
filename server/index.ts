/** Starting and stopping a FlowMesh server. */
export type { AccessOptions } from "./access/open-access.ts";
export { defaultPort, startServer } from "./compose.ts";
export type { TlsOptions } from "./faces/tls/certificates.ts";
export { type RunOptions, runUntilStopped } from "./lifecycle/run-until-stopped.ts";
export { tuneGarbageCollection } from "./lifecycle/tune-garbage-collection.ts";
export { isLittleMemory } from "./memory-plan.ts";
export type {
  FabricDamage,
  FabricDurations,
  FabricQueueCounts,
  FabricStatus,
  MeteredQueues,
  ServedFabric,
} from "./served-fabric.ts";
export type { ServerLimits } from "./server-limits.ts";
export type { RunningServer, ServerOptions } from "./server-options.ts";
export { type Log, type LogLevel, type LogOptions, openLog } from "./telemetry/log.ts";
export type { TracingOptions } from "./telemetry/tracing/span-exporter.ts";
