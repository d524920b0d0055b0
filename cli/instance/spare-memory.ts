import { flushCompileCache } from "node:module";
import { isLittleMemory } from "@flowmesh/server";

/** Of the memory there is, V8's heap may take so much: the log's newest bytes, buffers and Node itself need the rest. */
const HEAP_SHARE = 0.4;
/** A small young generation is collected often, and with it the buffers that were received or read and have served. */
const YOUNG_MIB = 2;
/** Memory that was freed is given back at once, and threads share one pool of it. The C library reads this when a process begins. */
const GIVING_BACK = {
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: "32768",
  MALLOC_TRIM_THRESHOLD_: "131072",
};

/** How a process is to begin. */
interface SparingStart {
  readonly nodeFlags: readonly string[];
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/**
 * How a server is to begin where so much memory is all it may take; undefined where that is plenty, or not limited, or it has begun so, or somebody has decided
 * already.
 */
export function sparingStart(
  limitBytes: number | undefined,
  flags: readonly string[],
  environment: Readonly<NodeJS.ProcessEnv>,
): SparingStart | undefined {
  if (!isLittleMemory(limitBytes)) return undefined;
  if (environment.MALLOC_ARENA_MAX !== undefined) return undefined;
  const isBounded = [...flags, environment.NODE_OPTIONS ?? ""].some((text) => text.includes("--max-old-space-size"));
  const heapMib = Math.floor((limitBytes * HEAP_SHARE) / 2 ** 20);
  const bounds = [`--max-old-space-size=${heapMib}`, `--max-semi-space-size=${YOUNG_MIB}`];
  const nodeFlags = isBounded ? flags : [...flags, ...bounds];
  return { nodeFlags, environment: { ...environment, ...GIVING_BACK } };
}

/**
 * Call it first thing in a process that is a server. Under a control group with little memory it begins again, as the same process with settings that spare
 * memory; everywhere else, and where Node cannot (before 22.15, and on Windows), nothing is done.
 */
export function spareMemory(): void {
  if (process.execve === undefined || process.platform !== "linux") return;
  const start = sparingStart(process.constrainedMemory(), process.execArgv, process.env);
  if (start === undefined) return;
  // The compiled program is there then: without it each start would compile it, for which Node needs 30 MB.
  flushCompileCache();
  const command = [process.execPath, ...start.nodeFlags, ...process.argv.slice(1)];
  process.execve(process.execPath, command, { ...start.environment });
}
