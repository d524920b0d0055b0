import { DiskError } from "./disk-error.ts";

/** The shape of `fs.writev`. */
export type Writev = (
  descriptor: number,
  buffers: readonly Uint8Array[],
  position: number,
  done: (error: NodeJS.ErrnoException | null, bytesWritten: number) => void,
) => void;

/**
 * Writes all buffers one behind the other: one `writev` as a rule. The system may take less than it was given (a signal, a disk that fills up, more buffers
 * than one call takes); then the rest is written from where it stopped.
 */
export function writeAll(
  writev: Writev,
  descriptor: number,
  position: number,
  buffers: readonly Uint8Array[],
  finish: (error: NodeJS.ErrnoException | null) => void,
): void {
  let total = 0;
  for (const bytes of buffers) total += bytes.length;
  if (total === 0) {
    finish(null);
    return;
  }
  writev(descriptor, buffers, position, (error, bytesWritten) => {
    if (error === null && bytesWritten === total) finish(null);
    else if (error !== null && (error.code === "EINTR" || error.code === "EAGAIN"))
      writeAll(writev, descriptor, position, buffers, finish);
    else if (error !== null) finish(error);
    else if (bytesWritten === 0) finish(new DiskError("EIO", "write", `(0 of ${total} bytes were taken)`));
    else writeAll(writev, descriptor, position + bytesWritten, withoutFirst(buffers, bytesWritten), finish);
  });
}

function withoutFirst(buffers: readonly Uint8Array[], count: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let skip = count;
  for (const bytes of buffers) {
    if (skip < bytes.length) rest.push(bytes.subarray(skip));
    skip = Math.max(0, skip - bytes.length);
  }
  return rest;
}
