import type { Socket } from "node:net";
import { FrameWriter } from "@flowmesh/contract/internal";
import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import { unsentBytesFree } from "../../dispatch/unsent-bytes-free.ts";
import type { FaceMeter } from "../../telemetry/metrics.ts";

export interface FramesOutputOptions {
  readonly socket: Socket;
  readonly frameBytesMax: number;
  readonly unsentBytesMax: number;
  /** Unsent bytes of all connections. */
  readonly unsentBytesAll: ByteBudget;
  readonly meter: FaceMeter;
  /** Takes what was sent; each response's bytes are one chunk of their own, or were copied. */
  readonly giveBack: (chunk: Uint8Array) => void;
  /** Called after bytes have left for the client. */
  readonly onSent: () => void;
}

/** What waits to be sent on one connection. All that is written within a turn of the event loop leaves in one system call. */
export class FramesOutput {
  readonly writer: FrameWriter;
  readonly #options: FramesOutputOptions;
  #bytesInSocket = 0;
  /** Of what the writer has, how much is counted with that of all connections. */
  #bytesCounted = 0;

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

  /** Counts what was written with that of all connections, before it is flushed. */
  count(): void {
    const bytes = this.writer.bytes;
    this.#options.unsentBytesAll.take(bytes - this.#bytesCounted);
    this.#bytesCounted = bytes;
  }

  /** The connection has gone: nobody will take what is left. */
  discard(): void {
    this.writer.take();
    this.#options.unsentBytesAll.give(this.#bytesCounted);
    this.#bytesCounted = 0;
  }

  flush(): void {
    const bytes = this.writer.bytes;
    if (bytes === 0) return;
    this.count();
    const { socket, unsentBytesAll, meter, giveBack, onSent } = this.#options;
    if (socket.destroyed || socket.writableEnded) {
      this.discard();
      return;
    }
    const chunks = this.writer.take();
    this.#bytesCounted = 0;
    this.#bytesInSocket += bytes;
    const onWritten = (error?: Error | null): void => {
      if (!error) for (const chunk of chunks) giveBack(chunk);
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
