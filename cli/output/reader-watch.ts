import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { say } from "./write.ts";

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

/** How long a command that is told to end waits for a reader that takes nothing. */
const unreadMs = 2000;

/** A pipe that is full and not read would keep it for ever. */
function endUnread(signal: AbortSignal): void {
  signal.addEventListener("abort", () => {
    setTimeout(() => {
      if (process.stdout.writableLength === 0) return;
      say("ended, though nobody has read all that was written");
      process.exit(1);
    }, unreadMs).unref();
  });
}

/**
 * Calls `readerLeft` when nobody reads standard output any more, as after `| head -1`, also while nothing is written: a write would tell, but the next record may
 * never come. Node reports this only for handles that read, and opens no pipe's writing end for reading; its TCP handle takes any descriptor. Only for pipes on
 * Linux, where the kernel reports it so. Elsewhere the next write tells. Does not keep the process alive. And once the
 * command is told to end, it waits no longer than two seconds for a reader that takes nothing.
 */
export function watchReader(toldToEnd: AbortSignal): void {
  endUnread(toldToEnd);
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
