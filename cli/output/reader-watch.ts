import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { Socket } from "node:net";

/** The part of Node's own TCP handle that is used here: one that reports what happens on a file descriptor of any kind. */
interface TcpBinding {
  readonly TCP: new (type: number) => { open(fd: number): number };
  readonly constants: { readonly SOCKET: number };
}

let end = (): void => process.exit(process.exitCode ?? 0);

/** To be called when nobody reads standard output any more: ends the command, at once unless it has said otherwise. */
export function readerLeft(): void {
  end();
}

/** For a command that has something to bring to its end first. What it still writes is lost. */
export function whenReaderLeaves(act: () => void): void {
  end = act;
}

/**
 * Calls `readerLeft` when nobody reads standard output any more, as after `| head -1`, also while nothing is written: a write would tell, but the next record may
 * never come. Node reports this only for handles that read, and opens no pipe's writing end for reading; its TCP handle takes any descriptor. Only for pipes on
 * Linux, where the kernel reports it so. Elsewhere the next write tells. Does not keep the process alive.
 */
export function watchReader(): void {
  if (process.platform !== "linux" || !fstatSync(1).isFIFO()) return;
  const socket = watching("/dev/fd/1");
  socket?.on("error", readerLeft).on("end", readerLeft).resume().unref();
}

function watching(path: string): Socket | undefined {
  let fd: number | undefined;
  try {
    const { binding } = process as unknown as { readonly binding: (name: string) => TcpBinding };
    const { TCP, constants: kinds } = binding("tcp_wrap");
    fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    const handle = new TCP(kinds.SOCKET);
    if (handle.open(fd) === 0) return new Socket({ handle, readable: true, writable: false } as object);
    closeSync(fd);
  } catch {
    if (fd !== undefined) closeSync(fd);
  }
  return undefined;
}
