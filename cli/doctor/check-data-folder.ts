import { accessSync, constants, type Stats, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatSize } from "../values/size.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const freeBytesLeast = 256 * 1024 * 1024;
const freeBytesWanted = 1024 * 1024 * 1024;

/** Whether the folder can hold data, and how much more. */
export function checkDataFolder(folder: string): Finding[] {
  const found = statOf(folder);
  if (found !== undefined && !found.isDirectory()) {
    return [fail("data folder", `${folder} is a file, not a folder`, "choose another one with --data-dir")];
  }
  for (const part of ["log", "index"].map((name) => join(folder, name))) {
    if (statOf(part)?.isDirectory() === false) {
      const fix = "move it away: a missing index is made again from the log, a missing log is not";
      return [fail("data folder", `${part} is not a folder`, fix)];
    }
  }
  const existing = nearestExisting(folder);
  const needed = constants.R_OK | constants.W_OK | constants.X_OK;
  if (!allows(existing, needed)) {
    const fix = "correct its owner or mode, or choose another one with --data-dir";
    return [fail("data folder", `${existing} cannot be written`, fix)];
  }
  const what = found === undefined ? `${folder} is not there yet; the first start makes it` : folder;
  return [ok("data folder", what), checkSpace(existing)];
}

function checkSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  const what = `${formatSize(freeBytes)} are free`;
  const fix = "free space, or choose a folder on another disk with --data-dir";
  if (freeBytes < freeBytesLeast) return fail("disk space", what, fix);
  return freeBytes < freeBytesWanted ? warn("disk space", what, fix) : ok("disk space", what);
}

function nearestExisting(folder: string): string {
  return statOf(folder) !== undefined || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
