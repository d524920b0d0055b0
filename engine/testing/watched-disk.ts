import type { Disk, DiskFile } from "../disk/disk.ts";

/** A disk that tells of each read of a file before it happens, and waits for what it is answered. */
export function watchedDisk(disk: Disk, onRead: (file: string) => unknown): Disk {
  const opened = (file: DiskFile): DiskFile =>
    Object.assign(Object.create(file) as DiskFile, {
      name: file.name,
      size: () => file.size(),
      write: (position: number, buffers: readonly Uint8Array[]) => file.write(position, buffers),
      writeSynced: (position: number, buffers: readonly Uint8Array[]) => file.writeSynced(position, buffers),
      sync: () => file.sync(),
      close: () => file.close(),
      readSync: (position: number, target: Uint8Array) => file.readSync(position, target),
      read: async (position: number, target: Uint8Array) => {
        await onRead(file.name);
        return file.read(position, target);
      },
    });
  return {
    open: async (name, options) => opened(await disk.open(name, options)),
    list: () => disk.list(),
    rename: (from, to) => disk.rename(from, to),
    remove: (name) => disk.remove(name),
    syncDirectory: () => disk.syncDirectory(),
    freeBytes: () => disk.freeBytes(),
    close: () => disk.close(),
  };
}
