import * as fs from "node:fs";
import { dirname, join, resolve as resolvePath } from "node:path";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Disk, DiskFile } from "./disk.ts";
import { DiskError } from "./disk-error.ts";
import { isDiskFull } from "./disk-full.ts";
import { checkFileName, isFileName } from "./file-name.ts";
import { acquireFolderLock, type FolderLock } from "./folder-lock.ts";
import { folderProblem } from "./folder-problem.ts";
import { SyncedDescriptors } from "./synced-descriptors.ts";
import { writeAll } from "./write-all.ts";

const { O_CREAT, O_EXCL, O_RDWR } = fs.constants;
const folderMode = 0o700;
const fileMode = 0o600;
/** Hidden, so that neither is ever taken for one of the disk's files. */
const lockFileName = ".lock";
const ownerFileName = ".owner";

/**
 * Opens a folder of the real file system as a disk, creating it with mode 0700 if it is missing, and locks it against a second process until the disk is
 * closed or the process has ended.
 * @throws FlowMeshError `data_dir_locked` when a running process uses the folder, `data_dir_unusable` when it cannot be created, read or written
 */
export async function openNodeDisk(folder: string): Promise<Disk> {
  const path = resolvePath(folder);
  let lock: FolderLock | undefined;
  try {
    await prepareFolder(path);
    lock = await acquireFolderLock(join(path, lockFileName));
    if (lock !== undefined) {
      await writeOwner(path);
      return new NodeDisk(path, lock, await call((done) => fs.open(path, "r", done)));
    }
  } catch (error) {
    lock?.release();
    throw new FlowMeshError("data_dir_unusable", { path, problem: describeProblem(error) });
  }
  throw new FlowMeshError("data_dir_locked", { path, pid: await readOwner(path) });
}

/** Creates the folder if needed, durably: each new folder's name is synced into the one above it. */
async function prepareFolder(path: string): Promise<void> {
  await createFolder(path);
  const { R_OK, W_OK, X_OK } = fs.constants;
  await fs.promises.access(path, R_OK | W_OK | X_OK);
}

/** One folder after the other: the platform's recursive call hides why it fails, and does not end in some file systems. */
async function createFolder(path: string): Promise<void> {
  const above = dirname(path);
  try {
    await fs.promises.mkdir(path, { mode: folderMode });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if ((await isFolder(path)) === true) return;
    if (code !== "ENOENT" || above === path || (await isFolder(above)) !== undefined) throw error;
    await createFolder(above);
    return createFolder(path);
  }
  await syncFolder(above);
}

/** Undefined when there is nothing. */
async function isFolder(path: string): Promise<boolean | undefined> {
  const found = await fs.promises.stat(path).catch(() => undefined);
  return found?.isDirectory();
}

async function syncFolder(path: string): Promise<void> {
  const handle = await fs.promises.open(path, "r");
  await handle.sync().finally(() => handle.close());
}

/** For the message that a refused process gives; a full disk must not keep us from starting because of it. */
async function writeOwner(path: string): Promise<void> {
  await fs.promises.writeFile(join(path, ownerFileName), `${process.pid}\n`, { mode: fileMode }).catch(() => undefined);
}

async function readOwner(path: string): Promise<string> {
  const text = await fs.promises.readFile(join(path, ownerFileName), "utf8").catch(() => "");
  return text.trim() || "unknown";
}

function describeProblem(error: unknown): string {
  return folderProblem(error) ?? (error instanceof Error ? error.message : String(error));
}

class NodeDisk implements Disk {
  readonly #path: string;
  readonly #lock: FolderLock;
  readonly #folderDescriptor: number;
  readonly #writtenSynced: WrittenSynced = { last: undefined };
  #isClosed = false;

  constructor(path: string, lock: FolderLock, folderDescriptor: number) {
    this.#path = path;
    this.#lock = lock;
    this.#folderDescriptor = folderDescriptor;
  }

  async open(name: string, options: { create?: boolean } = {}): Promise<DiskFile> {
    const path = this.#pathOf(name, "open");
    const flags = options.create === true ? O_RDWR | O_CREAT | O_EXCL : O_RDWR;
    return new NodeFile(name, await call((done) => fs.open(path, flags, fileMode, done)), this.#writtenSynced);
  }

  async list(): Promise<string[]> {
    this.#checkOpen("list");
    const entries = await fs.promises.readdir(this.#path, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && isFileName(entry.name)).map((entry) => entry.name);
  }

  async rename(from: string, to: string): Promise<void> {
    const [fromPath, toPath] = [this.#pathOf(from, "rename"), this.#pathOf(to, "rename")];
    await call((done) => fs.rename(fromPath, toPath, done));
  }

  async remove(name: string): Promise<void> {
    const path = this.#pathOf(name, "remove");
    await call((done) => fs.unlink(path, done));
  }

  async syncDirectory(): Promise<void> {
    this.#checkOpen("syncDirectory");
    await call((done) => fs.fsync(this.#folderDescriptor, done));
  }

  async freeBytes(): Promise<number> {
    this.#checkOpen("freeBytes");
    const statistics = await fs.promises.statfs(this.#path);
    // A file system that does not count its blocks says that it has none.
    return statistics.blocks === 0 ? Number.POSITIVE_INFINITY : statistics.bavail * statistics.bsize;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await call((done) => fs.close(this.#folderDescriptor, done));
    this.#lock.release();
  }

  #pathOf(name: string, operation: string): string {
    this.#checkOpen(operation);
    checkFileName(name, operation);
    return join(this.#path, name);
  }

  #checkOpen(operation: string): void {
    if (this.#isClosed) throw new DiskError("EBADF", operation, this.#path);
  }
}

/** The file that was last written synced: it alone keeps descriptors for that, so that a log of many files does not take twice as many of them. */
interface WrittenSynced {
  last: NodeFile | undefined;
}

/** Calls the thread pool directly with the raw descriptor: a group's write is one `pwritev`, synced or not, a sync one `fdatasync`, and nothing else is on the way. */
class NodeFile implements DiskFile {
  readonly name: string;
  #descriptor: number;
  /** Of all files of the disk. */
  readonly #writtenSynced: WrittenSynced;
  #synced: SyncedDescriptors | undefined;
  /** Where the system gives no descriptors for that, one goes after the other. */
  #lastSynced: Promise<void> = Promise.resolve();
  /** Set by the first failed write or sync, after which the kernel may have dropped pages that it reports as clean: nothing more is claimed of this file. */
  #failure: Error | undefined;

  constructor(name: string, descriptor: number, writtenSynced: WrittenSynced) {
    this.name = name;
    this.#descriptor = descriptor;
    this.#writtenSynced = writtenSynced;
  }

  async size(): Promise<number> {
    const descriptor = this.#checkOpen("size");
    return (await call<fs.Stats>((done) => fs.fstat(descriptor, done))).size;
  }

  write(position: number, buffers: readonly Uint8Array[]): Promise<void> {
    return this.#write(this.#descriptor, position, buffers);
  }

  async writeSynced(position: number, buffers: readonly Uint8Array[]): Promise<void> {
    const { last } = this.#writtenSynced;
    this.#writtenSynced.last = this;
    if (last !== this) await last?.giveUpSynced();
    this.#synced ??= new SyncedDescriptors(this.#checkWritable("write"));
    return this.#synced.with((descriptor) => {
      if (descriptor !== null) return this.#write(descriptor, position, buffers);
      this.#lastSynced = this.#lastSynced.then(() => this.write(position, buffers)).then(() => this.sync());
      return this.#lastSynced;
    });
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fs.fdatasync(this.#checkWritable("sync"), (error) => {
        if (error !== null) this.#failure ??= error;
        settle(error, resolve, reject);
      });
    });
  }

  async read(position: number, target: Uint8Array): Promise<number> {
    const descriptor = this.#checkOpen("read");
    let done = 0;
    while (done < target.length) {
      const from = done;
      const count = await call<number>((finish) =>
        fs.read(descriptor, target, from, target.length - from, position + from, finish),
      );
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  readSync(position: number, target: Uint8Array): number {
    const descriptor = this.#checkOpen("read");
    let done = 0;
    while (done < target.length) {
      const count = fs.readSync(descriptor, target, done, target.length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  async close(): Promise<void> {
    if (this.#descriptor < 0) return;
    const descriptor = this.#descriptor;
    this.#descriptor = -1;
    await this.giveUpSynced();
    await call((done) => fs.close(descriptor, done));
  }

  /** Closes what `writeSynced` keeps open. */
  async giveUpSynced(): Promise<void> {
    const synced = this.#synced;
    this.#synced = undefined;
    await synced?.giveUp();
  }

  #write(descriptor: number, position: number, buffers: readonly Uint8Array[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#checkWritable("write");
      const finish = (error: NodeJS.ErrnoException | null): void => {
        if (error !== null && !isDiskFull(error)) this.#failure ??= error;
        settle(error, resolve, reject);
      };
      writeAll(fs.writev, descriptor, position, buffers, finish);
    });
  }

  #checkOpen(operation: string): number {
    if (this.#descriptor < 0) throw new DiskError("EBADF", operation, this.name);
    return this.#descriptor;
  }

  #checkWritable(operation: string): number {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#checkOpen(operation);
  }
}

function settle(error: Error | null, resolve: () => void, reject: (error: Error) => void): void {
  if (error === null) resolve();
  else reject(error);
}

/** A callback-style call as a promise. */
function call<Result = void>(
  start: (done: (error: NodeJS.ErrnoException | null, result: Result) => void) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error === null ? resolve(result) : reject(error)));
  });
}
