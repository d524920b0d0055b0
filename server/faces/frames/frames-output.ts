import type { Socket } from "node:net";
import { FrameWriter } from "@flowmesh/contract/internal";
import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { FaceMeter } from "../../telemetry/metrics.ts";

/** A connection with no more than this unsent is never held back because all connections together have too much. */
const unsentBytesFree = 65_536;

export interface FramesOutputOptions {
  readonly socket: Socket;
  readonly frameBytesMax: number;
  readonly unsentBytesMax: number;
  /** Unsent bytes of all connections. */
  readonly unsentBytesAll: ByteBudget;
  readonly meter: FaceMeter;
  /** Called after bytes have left for the client. */
  readonly onSent: () => void;
}

/** What waits to be sent on one connection. All that is written within a turn of the event loop leaves in one system call. */
export class FramesOutput {
  readonly writer: FrameWriter;
  readonly #options: FramesOutputOptions;
  #bytesInSocket = 0;

  constructor(options: FramesOutputOptions) {
    this.#options = options;
    this.writer = new FrameWriter(options.frameBytesMax);
  }

  get unsentBytes(): number {
    return this.#bytesInSocket + this.writer.bytes;
  }

  /** Whether the client must read before it gets or asks for more. */
  get isFull(): boolean {
    const bytes = this.unsentBytes;
    return bytes > this.#options.unsentBytesMax || (bytes > unsentBytesFree && this.isCrowded);
  }

  /** Whether all connections together have too much that waits for its client. */
  get isCrowded(): boolean {
    return this.#options.unsentBytesAll.isFull;
  }

  flush(): void {
    const bytes = this.writer.bytes;
    if (bytes === 0) return;
    const { socket, unsentBytesAll, meter, onSent } = this.#options;
    const chunks = this.writer.take();
    if (socket.destroyed || socket.writableEnded) return;
    this.#bytesInSocket += bytes;
    unsentBytesAll.take(bytes);
    const onWritten = (): void => {
      this.#bytesInSocket -= bytes;
      meter.bytesSent += bytes;
      unsentBytesAll.give(bytes);
      onSent();
    };
    if (chunks.length > 1) socket.cork();
    for (let index = 0; index < chunks.length - 1; index++) socket.write(chunks[index]!);
    socket.write(chunks[chunks.length - 1]!, onWritten);
    if (chunks.length > 1) socket.uncork();
  }
}
