import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What `ps` shows of a FlowMesh process, so that one can be told from a process that got its id later. */
export function setProcessTitle(verb: string): void {
  process.title = `flowmesh ${verb}`;
}

/** Whether a process of this id runs and is a FlowMesh, as far as the system tells. */
export function isFlowMeshProcess(pid: number): boolean {
  if (!isRunning(pid)) return false;
  const title = titleOf(pid);
  return title === undefined || title.startsWith("flowmesh");
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function titleOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
}
