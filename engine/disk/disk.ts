/**
 * Where the log's bytes lie: one flat folder of files. The engine reaches the disk through this and nothing else, so that the same engine runs on a real
 * disk, in memory, and on a simulated disk that loses, reorders and tears what was not synced.
 *
 * Fault model that callers must hold to:
 * - what was written is durable only after `sync` of that file has resolved; a new or renamed or removed name only after `syncDirectory` has;
 * - after a write or a sync has failed once, nothing may be believed of that file any more: no retry.
 */
export interface Disk {
  /** Opens a file for reading and writing. `create` makes an empty one and fails if the name exists. Errors carry a Node-style `code`: ENOENT, EEXIST, ENOSPC, EIO, EROFS, EACCES. */
  open(name: string, options?: { create?: boolean }): Promise<DiskFile>;
  /** Names of all files, in no particular order. */
  list(): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Makes all creations, renames and removals so far durable. */
  syncDirectory(): Promise<void>;
  /** Bytes that can still be written; `Infinity` where it is not known. */
  freeBytes(): Promise<number>;
  /** Releases the folder's lock. Files must be closed before. */
  close(): Promise<void>;
}

/** An open file. Every call after `close` is refused with EBADF. */
export interface DiskFile {
  readonly name: string;
  /** Size in bytes as written so far. */
  size(): Promise<number>;
  /** Writes all buffers one behind the other from `position` on; resolves when all of it was taken, short writes are continued inside. */
  write(position: number, buffers: readonly Uint8Array[]): Promise<void>;
  /**
   * Writes like `write`, and makes what it writes durable before it resolves: one wait for the disk where `write` and `sync` are two. What was written before it is no more durable than it was,
   * except the file's size. Several may be under way that write different bytes; each resolves, or fails, for its own.
   */
  writeSynced(position: number, buffers: readonly Uint8Array[]): Promise<void>;
  /** Makes what was written durable (fdatasync). */
  sync(): Promise<void>;
  /** Reads into `target` until it is full or the file ends; resolves with the number of bytes. */
  read(position: number, target: Uint8Array): Promise<number>;
  /** The same at once, for small reads that cannot wait: the caller's thread stands still meanwhile. */
  readSync(position: number, target: Uint8Array): number;
  close(): Promise<void>;
}
