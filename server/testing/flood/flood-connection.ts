import { connect, type Socket } from "node:net";

/** One connection of a flood. */
export interface FloodConnection {
  readonly socket: Socket;
  /** Sends the next byte, if it is one that sends. */
  drip(): void;
  /** What the server said when it closed the connection, or the call on it; `closed` when it said nothing. */
  readonly told: Promise<string>;
}

/** Opens connections of one kind. */
export interface FloodKind {
  readonly name: string;
  open(socket: Socket): FloodConnection;
}

/** From many addresses, because each has only so many ports. */
export function floodSocket(port: number, number: number): Socket {
  const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.0.${2 + (number % 200)}`, noDelay: true });
  socket.on("error", () => {});
  return socket;
}

/** Resolves when the connection has gone. */
export function closeOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => socket.once("close", () => resolve("closed")));
}

const drop = Buffer.from("a");

/** Sends one byte, if there is still somebody to send it to. */
export function dripInto(socket: Socket): void {
  if (!socket.destroyed && socket.writable) socket.write(drop);
}
