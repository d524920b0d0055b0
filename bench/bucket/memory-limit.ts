import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A control group of this machine with a limit of its memory. */
export interface LimitedGroup {
  readonly folder: string;
  /** The most that it took, as text. */
  report(): string;
  remove(): void;
}

/** Undefined where none can be made. Either version of control groups will do. */
export function limitedGroup(bytes: number): LimitedGroup | undefined {
  const root = ["/sys/fs/cgroup/memory", "/sys/fs/cgroup"].find((each) => existsSync(join(each, "cgroup.procs")));
  if (root === undefined) return undefined;
  const folder = join(root, `flowmesh-bench-${process.pid}`);
  const file = (name: string): string => join(folder, name);
  try {
    mkdirSync(folder);
    const limit = ["memory.limit_in_bytes", "memory.max"].find((name) => existsSync(file(name)));
    if (limit === undefined) throw new Error("memory is not controlled here");
    writeFileSync(file(limit), String(bytes));
  } catch {
    if (existsSync(folder)) rmdirSync(folder);
    return undefined;
  }
  const peak = ["memory.max_usage_in_bytes", "memory.peak"].map(file).find((name) => existsSync(name));
  const report = (): string =>
    `the group took at most ${peak === undefined ? "?" : Math.round(Number(readFileSync(peak, "utf8")) / 2 ** 20)} MiB, pages of files among it`;
  return { folder, report, remove: () => rmdirSync(folder) };
}
