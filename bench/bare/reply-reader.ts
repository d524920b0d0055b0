import { replyHeadBytes } from "./bare-frame.ts";

/** Cuts a connection's bytes into replies. A body is valid only during the call; only bodies that come in pieces are copied. */
export class ReplyReader {
  readonly #take: (id: number, body: Buffer) => void;
  /** A reply that has not come whole yet. */
  #partial: Buffer = Buffer.allocUnsafeSlow(replyHeadBytes);
  #partialBytes = 0;

  constructor(take: (id: number, body: Buffer) => void) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    let at = this.#partialBytes > 0 ? this.#fill(chunk, 0) : 0;
    while (chunk.length - at >= replyHeadBytes) {
      const end = at + 4 + chunk.readUInt32LE(at);
      if (end > chunk.length) break;
      this.#take(chunk.readUInt32LE(at + 4), chunk.subarray(at + replyHeadBytes, end));
      at = end;
    }
    if (at < chunk.length) this.#fill(chunk, at);
  }

  #fill(chunk: Buffer, start: number): number {
    let at = this.#copy(chunk, start, replyHeadBytes);
    if (this.#partialBytes < replyHeadBytes) return at;
    const bytes = 4 + this.#partial.readUInt32LE(0);
    if (this.#partial.length < bytes) {
      const larger = Buffer.allocUnsafeSlow(bytes);
      this.#partial.copy(larger, 0, 0, this.#partialBytes);
      this.#partial = larger;
    }
    at = this.#copy(chunk, at, bytes);
    if (this.#partialBytes === bytes) {
      this.#partialBytes = 0;
      this.#take(this.#partial.readUInt32LE(4), this.#partial.subarray(replyHeadBytes, bytes));
    }
    return at;
  }

  /** Copies until the partial reply has `bytes`, as far as the chunk reaches. */
  #copy(chunk: Buffer, at: number, bytes: number): number {
    const end = Math.min(chunk.length, at + Math.max(0, bytes - this.#partialBytes));
    chunk.copy(this.#partial, this.#partialBytes, at, end);
    this.#partialBytes += end - at;
    return end;
  }
}
