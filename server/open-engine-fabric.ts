import { join } from "node:path";
import {
  type Clock,
  type Disk,
  type DurabilityMode,
  diskErrorCode,
  type Engine,
  type EngineEvent,
  type IndexStore,
  type IndexStoreOptions,
  MemoryDisk,
  openEngine,
  openIndexStore,
  openNodeDisk,
  SystemRandom,
} from "@flowmesh/engine";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { type MemoryPlan, memoryPlan } from "./memory-plan.ts";
import type { Log } from "./telemetry/log.ts";

export interface EngineFabricOptions {
  /** Where the data lies. Undefined: in memory, and nothing is kept. */
  readonly dataDir: string | undefined;
  readonly durability: DurabilityMode;
  readonly segmentBytes: number | undefined;
  /** Default: the usual sizes. */
  readonly memory?: Pick<MemoryPlan, "engine" | "index">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the embedded engine on a folder, or in memory. @throws FlowMeshError `data_dir_locked`, `data_dir_unusable`, `data_version_newer`, `data_index_newer`, `disk_full` */
export async function openEngineFabric(options: EngineFabricOptions): Promise<Engine> {
  const { dataDir, durability, segmentBytes, memory = memoryPlan(undefined), clock, log } = options;
  const { disk, index } = await openStores(dataDir, { ...memory.index, clock }).catch((error) => {
    throw toFlowMeshError(error, dataDir);
  });
  const engine = openEngine({
    disk,
    index,
    clock,
    random: new SystemRandom(),
    memory: memory.engine,
    durability,
    persistent: dataDir !== undefined,
    path: dataDir ?? "memory",
    onEvent: (event) => logEvent(log, event),
    ...(segmentBytes === undefined ? {} : { segmentBytes }),
  });
  return engine.catch(async (error) => {
    await Promise.allSettled([index.close(), disk.close()]);
    throw toFlowMeshError(error, dataDir);
  });
}

/** What the file system refuses while the log is being opened. */
function toFlowMeshError(error: unknown, path: string | undefined): unknown {
  const code = diskErrorCode(error);
  if (isFlowMeshError(error) || path === undefined || !/^E[A-Z]+$/.test(code)) return error;
  if (code === "ENOSPC" || code === "EDQUOT") return new FlowMeshError("disk_full", { path }, { cause: error });
  return new FlowMeshError(
    "data_dir_unusable",
    { path, problem: `${code} while the log was being opened` },
    { cause: error },
  );
}

function logEvent(log: Log, { what, details, isNotice }: EngineEvent): void {
  const { error, ...facts } = details;
  if (error !== undefined) log.warn({ ...facts, err: error }, what);
  else if (isNotice) log.warn(facts, what);
  else log.debug(facts, what);
}

async function openStores(
  dataDir: string | undefined,
  options: IndexStoreOptions,
): Promise<{ disk: Disk; index: IndexStore }> {
  if (dataDir === undefined) return { disk: new MemoryDisk(), index: await openIndexStore(new MemoryDisk(), options) };
  const disk = await openNodeDisk(join(dataDir, "log"));
  try {
    return { disk, index: await openIndexStore(await openNodeDisk(join(dataDir, "index")), options) };
  } catch (error) {
    await disk.close();
    throw error;
  }
}
