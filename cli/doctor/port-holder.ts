import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const listening = "0A";

/** The process that listens on a port of this machine, as far as Linux tells this user: `process 4711 (python3)`. */
export function portHolder(port: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return undefined;
  const pid = listOf("/proc").find((name) => /^\d+$/.test(name) && holdsOne(name, inodes));
  return pid === undefined ? undefined : `process ${pid} (${textOf(`/proc/${pid}/comm`).trim()})`;
}

/** Inodes of the sockets that listen on the port: columns 1 (address, in hexadecimal), 3 (state) and 9 (inode) of the kernel's table. */
function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = textOf(table)
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return rows.filter((row) => row[1]?.endsWith(suffix) && row[3] === listening).map((row) => row[9]!);
}

function holdsOne(pid: string, inodes: ReadonlySet<string>): boolean {
  return listOf(`/proc/${pid}/fd`).some((fd) => {
    const match = /^socket:\[(\d+)\]$/.exec(targetOf(`/proc/${pid}/fd/${fd}`));
    return match !== null && inodes.has(match[1]!);
  });
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}
