import { mkdirSync, readFileSync, realpathSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type DevFile, findDevFile } from "@flowmesh/client/internal";
import { isFlowMeshProcess } from "./process-title.ts";

/** The files in which a running server says where it is, so that commands and SDKs in those folders find it. */
export class InstanceFile {
  readonly #paths: readonly string[];

  /** @param folders `.flowmesh` folders, or data folders */
  constructor(folders: readonly string[]) {
    this.#paths = [...new Set(folders.map(pathIn))];
  }

  /**
   * Writes them, but leaves those of another instance that runs: who works in that folder goes on with that one, which is returned. Where one cannot be
   * written the others are nevertheless; `onProblem` is told.
   */
  write(content: DevFile, onProblem: (path: string, error: Error) => void): DevFile | undefined {
    let other: DevFile | undefined;
    for (const path of this.#paths) {
      const found = read(path);
      try {
        if (found !== undefined && isOther(found.pid)) other ??= found;
        else writeWhole(path, { ...content, writtenIn: dirname(path) });
      } catch (error) {
        onProblem(path, error as Error);
      }
    }
    return other;
  }

  /** Removes the files, but not those that another process has written since, and folders that are empty then. */
  remove(pid: number): void {
    for (const path of this.#paths) {
      if (read(path)?.pid !== pid) continue;
      rmSync(path, { force: true });
      removeIfEmpty(dirname(path));
    }
  }
}

/** The instance that said it runs: of a data folder, or else of the working folder and those above it. It may have ended without a word. */
export function findInstance(dataDir: string | undefined): DevFile | undefined {
  if (dataDir === undefined) return findDevFile(process.cwd())?.content;
  const found = read(pathIn(dataDir));
  // A folder may hold the word of an instance whose data lies elsewhere, or be a copy of the one that is served.
  return found !== undefined && isSameFolder(found.dataDir, dataDir) ? found : undefined;
}

function isSameFolder(one: string, other: string): boolean {
  try {
    return one !== "" && realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

function pathIn(folder: string): string {
  return join(resolve(folder), "dev.json");
}

/** Whoever reads it finds the old content or the new, never a part. */
function writeWhole(path: string, content: DevFile): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const written = `${path}.${content.pid}`;
  writeFileSync(written, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(written, path);
}

function isOther(pid: number): boolean {
  return pid !== process.pid && isFlowMeshProcess(pid);
}

function read(path: string): DevFile | undefined {
  try {
    const content = JSON.parse(readFileSync(path, "utf8")) as DevFile | null;
    return typeof content?.pid === "number" ? content : undefined;
  } catch {
    return undefined;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something, or is gone.
  }
}
