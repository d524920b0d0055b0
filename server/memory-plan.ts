import { type EngineMemory, type IndexStoreOptions, indexCacheBytes, usualEngineMemory } from "@flowmesh/engine";
import { type ServerLimits, serverLimits } from "./server-limits.ts";

/** With more than this, everything has its usual size. */
const PLENTY_BYTES: number = 2 ** 30;
/** Below, the log's newest bytes have half their usual room: one segment. */
const ONE_SEGMENT_BYTES: number = PLENTY_BYTES / 2;

/** Limits of bytes that are under way, and which part of the memory each may take at most; never less than the largest frame or answer, but for those that hold none as a whole. */
const SHARES = {
  unsyncedBytes: 1 / 32,
  grpcWindowsBytes: 1 / 256,
  unsentBytes: 1 / 16,
  halfFrameBytes: 1 / 8,
  httpBodiesBytes: 1 / 8,
  responseBytes: 1 / 8,
} as const satisfies Partial<Record<keyof ServerLimits, number>>;

/** What is under way in them may be a part of a frame. */
const HOLDING_NONE: ReadonlySet<string> = new Set(["unsyncedBytes", "grpcWindowsBytes"]);

/** The part of the memory that log lines of jobs may take. */
const JOB_LOGS_SHARE = 1 / 64;

/** How much of everything that can grow a server holds. */
export interface MemoryPlan {
  readonly engine: EngineMemory;
  readonly index: IndexStoreOptions;
  readonly limits: Partial<ServerLimits>;
}

/** Whether a process that may take so much has to be sparing; undefined or 0: nobody limits it. */
export function isLittleMemory(bytes: number | undefined): bytes is number {
  return bytes !== undefined && bytes > 0 && bytes <= PLENTY_BYTES;
}

/** What a server holds that may take so much memory: the usual sizes where it is plenty, in proportion where it is little. */
export function memoryPlan(bytes: number | undefined): MemoryPlan {
  if (!isLittleMemory(bytes)) return { engine: usualEngineMemory, index: {}, limits: {} };
  const { ringSegments, readBufferBytes, keysInMemory, jobLogsBytes } = usualEngineMemory;
  const part = (usual: number): number => Math.round((usual * bytes) / PLENTY_BYTES);
  return {
    engine: {
      ringSegments: bytes < ONE_SEGMENT_BYTES ? 1 : ringSegments,
      readBufferBytes: part(readBufferBytes),
      keysInMemory: Math.max(1000, part(keysInMemory)),
      jobLogsBytes: Math.min(jobLogsBytes, Math.floor(bytes * JOB_LOGS_SHARE)),
    },
    index: { cacheBytes: part(indexCacheBytes) },
    limits: limitsWithin(bytes),
  };
}

function limitsWithin(bytes: number): Partial<ServerLimits> {
  const usual = serverLimits();
  const least = usual.frameBytes;
  const limits: Partial<Record<keyof ServerLimits, number>> = {};
  for (const [name, share] of Object.entries(SHARES) as [keyof typeof SHARES, number][]) {
    const part = Math.floor(bytes * share);
    limits[name] = Math.min(usual[name], HOLDING_NONE.has(name) ? part : Math.max(part, least));
  }
  return limits;
}
