import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import type { Log } from "../telemetry/log.ts";

/** So many descriptors are kept for the log and its indexes, where the process may have that many; a quarter of them otherwise. */
const reservedMax = 256;
/** Ordinary systems give at least this. */
const openFilesMin = 1024;

/**
 * The first descriptor that a connection must not have: a connection that takes the last one would make the log fail, which opens files as it grows. The system
 * always gives the lowest that is free, so a connection that has this one or a higher finds all below it in use, by whatever.
 */
export function descriptorsForConnections(openFilesMax: number = softLimitOfOpenFiles()): number {
  return openFilesMax - Math.min(reservedMax, Math.ceil(openFilesMax / 4));
}

/** Says at the start when the process may open so few files that it will soon refuse connections, or fail. */
export function warnOfFewDescriptors(log: Log, openFilesMax: number = softLimitOfOpenFiles()): void {
  if (openFilesMax >= openFilesMin) return;
  log.warn(
    { openFiles: openFilesMax },
    `the process may have only ${openFilesMax} files and sockets open, too few for the log and many connections: raise the limit to ${openFilesMin} or more (ulimit -n, or LimitNOFILE= of systemd)`,
  );
}

/** Which one a connection has; -1 where the system has none. Not in Node's reference. */
export function descriptorOf(socket: Socket): number {
  return (socket as unknown as { readonly _handle?: { readonly fd?: number } | null })._handle?.fd ?? -1;
}

/** How many files and sockets the process may have open at one time. */
function softLimitOfOpenFiles(): number {
  return softLimitOfLinux() ?? softLimitOfReport();
}

function softLimitOfLinux(): number | undefined {
  try {
    const soft = /^Max open files +(\d+)/m.exec(readFileSync("/proc/self/limits", "latin1"))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

/** A report of the whole process, which takes milliseconds: only where the system does not tell it otherwise. */
function softLimitOfReport(): number {
  // Without its look-ups of names, which are slow. Not yet in Node's types.
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  const excludesNetwork = report.excludeNetwork;
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  report.excludeNetwork = excludesNetwork ?? false;
  const soft = userLimits?.open_files?.soft;
  return typeof soft === "number" ? soft : Number.POSITIVE_INFINITY;
}
