import type { Socket } from "node:net";

/** Counts what goes over a socket that HTTP/2 has taken over: it reads and writes below the socket's own counters. */
export class SocketBytes {
  readonly #handle: Counters | undefined;
  #received = 0;
  #sent = 0;

  constructor(socket: Socket) {
    // Not in Node's reference.
    this.#handle = (socket as unknown as { readonly _handle?: Counters | null })._handle ?? undefined;
  }

  /** What came and went since the last call. */
  since(): { readonly received: number; readonly sent: number } {
    const { bytesRead = this.#received, bytesWritten = this.#sent } = this.#handle ?? {};
    const change = { received: bytesRead - this.#received, sent: bytesWritten - this.#sent };
    this.#received = bytesRead;
    this.#sent = bytesWritten;
    return change;
  }
}

interface Counters {
  readonly bytesRead?: number;
  readonly bytesWritten?: number;
}
