import { type EngineMemory, type IndexStoreOptions, indexCacheBytes, usualEngineMemory } from "@flowmesh/engine";
import { type ServerLimits, serverLimits } from "./server-limits.ts";

/** With more than this, everything has its usual size. */
const PLENTY_BYTES: number = 2 ** 30;
/** Below, the log's newest bytes have half their usual room: one segment. */
const ONE_SEGMENT_BYTES: number = PLENTY_BYTES / 2;

interface Share {
  /** Of the memory, at most. */
  readonly part: number;
  /** It has room for the largest frame or answer, however little memory there is. */
  readonly holdsWhole: boolean;
}

/** Limits of bytes that are under way. */
const SHARES = {
  unsyncedBytes: { part: 1 / 32, holdsWhole: false },
  grpcWindowsBytes: { part: 1 / 256, holdsWhole: false },
  unsentBytes: { part: 1 / 16, holdsWhole: true },
  halfFrameBytes: { part: 1 / 8, holdsWhole: true },
  httpBodiesBytes: { part: 1 / 8, holdsWhole: true },
  responseBytes: { part: 1 / 8, holdsWhole: true },
} as const satisfies Partial<Record<keyof ServerLimits, Share>>;

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
  for (const [name, { part, holdsWhole }] of Object.entries(SHARES) as [keyof typeof SHARES, Share][])
    limits[name] = Math.min(usual[name], Math.max(Math.floor(bytes * part), holdsWhole ? least : 0));
  return limits;
}
