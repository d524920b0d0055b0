import type { Disk, DiskFile } from "./disk.ts";
import { DiskError } from "./disk-error.ts";
import { checkFileName } from "./file-name.ts";

const chunkBytes = 64 * 1024;
const zeroChunk: Uint8Array = new Uint8Array(chunkBytes);

/** A file's bytes in chunks. One that was never written, or only with zeros, takes no memory: prepared segments are full of them. */
class MemoryContent {
  sizeBytes = 0;
  readonly #chunks: (Uint8Array | undefined)[] = [];

  write(position: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const within = (position + done) % chunkBytes;
      const part = bytes.subarray(done, done + Math.min(chunkBytes - within, bytes.length - done));
      this.#writeWithinChunk((position + done - within) / chunkBytes, within, part);
      done += part.length;
    }
    if (bytes.length > 0) this.sizeBytes = Math.max(this.sizeBytes, position + bytes.length);
  }

  read(position: number, target: Uint8Array): number {
    const wanted = Math.max(0, Math.min(target.length, this.sizeBytes - position));
    for (let done = 0; done < wanted; ) {
      const within = (position + done) % chunkBytes;
      const length = Math.min(chunkBytes - within, wanted - done);
      const chunk = this.#chunks[(position + done - within) / chunkBytes] ?? zeroChunk;
      target.set(chunk.subarray(within, within + length), done);
      done += length;
    }
    return wanted;
  }

  #writeWithinChunk(index: number, within: number, part: Uint8Array): void {
    let chunk = this.#chunks[index];
    if (chunk === undefined) {
      if (Buffer.compare(part, zeroChunk.subarray(0, part.length)) === 0) return;
      chunk = new Uint8Array(chunkBytes);
      this.#chunks[index] = chunk;
    }
    chunk.set(part, within);
  }
}

class MemoryFile implements DiskFile {
  readonly name: string;
  readonly #content: MemoryContent;
  #isClosed = false;

  constructor(name: string, content: MemoryContent) {
    this.name = name;
    this.#content = content;
  }

  async size(): Promise<number> {
    this.#checkOpen("size");
    return this.#content.sizeBytes;
  }

  async write(position: number, buffers: readonly Uint8Array[]): Promise<void> {
    this.#checkOpen("write");
    let end = position;
    for (const bytes of buffers) {
      this.#content.write(end, bytes);
      end += bytes.length;
    }
  }

  writeSynced(position: number, buffers: readonly Uint8Array[]): Promise<void> {
    return this.write(position, buffers);
  }

  async sync(): Promise<void> {
    this.#checkOpen("sync");
  }

  async read(position: number, target: Uint8Array): Promise<number> {
    return this.readSync(position, target);
  }

  readSync(position: number, target: Uint8Array): number {
    this.#checkOpen("read");
    return this.#content.read(position, target);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #checkOpen(operation: string): void {
    if (this.#isClosed) throw new DiskError("EBADF", operation, this.name);
  }
}

/** A disk that keeps nothing: its files live as long as the object. Nothing fails on it, and a sync has nothing to do. */
export class MemoryDisk implements Disk {
  readonly #files: Map<string, MemoryContent> = new Map();
  #isClosed = false;

  async open(name: string, options: { create?: boolean } = {}): Promise<DiskFile> {
    this.#checkOpen("open");
    checkFileName(name, "open");
    const found = this.#files.get(name);
    if (options.create !== true) {
      if (found === undefined) throw new DiskError("ENOENT", "open", name);
      return new MemoryFile(name, found);
    }
    if (found !== undefined) throw new DiskError("EEXIST", "open", name);
    const content = new MemoryContent();
    this.#files.set(name, content);
    return new MemoryFile(name, content);
  }

  async list(): Promise<string[]> {
    this.#checkOpen("list");
    return [...this.#files.keys()];
  }

  async rename(from: string, to: string): Promise<void> {
    this.#checkOpen("rename");
    checkFileName(to, "rename");
    const content = this.#files.get(from);
    if (content === undefined) throw new DiskError("ENOENT", "rename", from);
    this.#files.delete(from);
    this.#files.set(to, content);
  }

  async remove(name: string): Promise<void> {
    this.#checkOpen("remove");
    if (!this.#files.delete(name)) throw new DiskError("ENOENT", "remove", name);
  }

  async syncDirectory(): Promise<void> {
    this.#checkOpen("syncDirectory");
  }

  async freeBytes(): Promise<number> {
    this.#checkOpen("freeBytes");
    return Number.POSITIVE_INFINITY;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  /** The same files behind a disk that is open again, as a restarted process would find them. */
  reopen(): MemoryDisk {
    const again = new MemoryDisk();
    for (const [name, content] of this.#files) again.#files.set(name, content);
    return again;
  }

  #checkOpen(operation: string): void {
    if (this.#isClosed) throw new DiskError("EBADF", operation, "(disk)");
  }
}
