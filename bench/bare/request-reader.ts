import { requestHeadBytes } from "./bare-frame.ts";

/** Takes requests apart without copying their bodies. */
export interface RequestSink {
  begin(kind: number, id: number, bodyBytes: number, crc: number): void;
  /** The next piece of the body, which may come in several. */
  body(chunk: Buffer, from: number, to: number): void;
  /** The body is complete. */
  end(): void;
}

/** Cuts a connection's bytes into requests. */
export class RequestReader {
  readonly #sink: RequestSink;
  readonly #head = Buffer.alloc(requestHeadBytes);
  #headHas = 0;
  #bodyLeft = 0;
  #inBody = false;

  constructor(sink: RequestSink) {
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.#inBody ? this.#readBody(chunk, at) : this.#readHead(chunk, at);
  }

  #readHead(chunk: Buffer, at: number): number {
    if (this.#headHas === 0 && chunk.length - at >= requestHeadBytes) {
      this.#begin(chunk, at);
      return at + requestHeadBytes;
    }
    const take = Math.min(requestHeadBytes - this.#headHas, chunk.length - at);
    chunk.copy(this.#head, this.#headHas, at, at + take);
    this.#headHas += take;
    if (this.#headHas === requestHeadBytes) {
      this.#headHas = 0;
      this.#begin(this.#head, 0);
    }
    return at + take;
  }

  #begin(bytes: Buffer, at: number): void {
    this.#bodyLeft = bytes.readUInt32LE(at) - (requestHeadBytes - 4);
    this.#inBody = true;
    this.#sink.begin(bytes[at + 4]!, bytes.readUInt32LE(at + 5), this.#bodyLeft, bytes.readUInt32LE(at + 9));
    this.#endWhenComplete();
  }

  #readBody(chunk: Buffer, at: number): number {
    const to = Math.min(at + this.#bodyLeft, chunk.length);
    this.#sink.body(chunk, at, to);
    this.#bodyLeft -= to - at;
    this.#endWhenComplete();
    return to;
  }

  #endWhenComplete(): void {
    if (this.#bodyLeft > 0) return;
    this.#inBody = false;
    this.#sink.end();
  }
}
