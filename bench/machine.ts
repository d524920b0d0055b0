import { statfsSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";

/** What the figures were measured on, in one line each. */
export function describeMachine(folder: string): string[] {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return [
    `machine: ${availableParallelism()} cores (${model}), ${gibibytes} GiB, ${type()} ${release()}, Node ${process.versions.node}`,
    `data in: ${folder} (${fileSystemOf(folder)})`,
  ];
}

/** A sync on a file system in memory costs nothing, so figures from there say nothing about durability. */
function fileSystemOf(folder: string): string {
  const names: Readonly<Record<number, string>> = {
    61267: "ext4",
    16914836: "tmpfs, IN MEMORY: syncs cost nothing here",
    1481003842: "xfs",
    2435016766: "btrfs",
    2035054128: "overlayfs",
    801189825: "zfs",
  };
  const kind = statfsSync(folder).type;
  return names[kind] ?? `file system 0x${kind.toString(16)}`;
}
