import type { Socket } from "node:net";

/** Counts what goes over a socket in the system's own buffers: HTTP/2 reads and writes below the socket's counters, and those count what still waits as sent. */
export class SocketBytes {
  readonly #socket: { readonly _handle?: Counters | null };
  #lastHandle: Counters | undefined;
  #received = 0;
  #sent = 0;

  constructor(socket: Socket) {
    // Not in Node's reference.
    this.#socket = socket as unknown as { readonly _handle?: Counters | null };
    this.#lastHandle = this.#handle;
  }

  /** Another one with each address that is tried until the socket is connected, and none once it is closed. */
  get #handle(): Counters | undefined {
    this.#lastHandle = this.#socket._handle ?? this.#lastHandle;
    return this.#lastHandle;
  }

  /** What came and went since the last call. */
  since(): { readonly received: number; readonly sent: number } {
    const { bytesRead = this.#received, bytesWritten = this.#sent } = this.#handle ?? {};
    const change = { received: bytesRead - this.#received, sent: bytesWritten - this.#sent };
    this.#received = bytesRead;
    this.#sent = bytesWritten;
    return change;
  }

  /** What was handed over and the system has not taken, because the client's side is full. */
  get waiting(): number {
    return this.#handle?.writeQueueSize ?? 0;
  }

  /** What the system has taken since the socket was opened. */
  get taken(): number {
    return (this.#handle?.bytesWritten ?? 0) - this.waiting;
  }
}

interface Counters {
  readonly bytesRead?: number;
  readonly bytesWritten?: number;
  readonly writeQueueSize?: number;
}
