import { grpcHeadBytes } from "./grpc-message.ts";

/** What a peer sent is no gRPC message, or one that is too large. */
export class GrpcMessageError extends Error {
  /** The length that the head names, when that is more than is taken. */
  readonly length: number | undefined;

  constructor(problem: string, length?: number) {
    super(problem);
    this.length = length;
  }
}

export interface GrpcMessage {
  readonly bytes: Buffer;
  readonly isCompressed: boolean;
}

/**
 * Cuts what comes on one gRPC stream into messages. A message that lies in one chunk is a view on it. The pieces of one that comes in several are kept as they are
 * and put together once, small ones copied behind one another, so that memory grows with what has come, never by a length that is only claimed, and a message that
 * comes byte by byte costs no object a byte.
 */
export class GrpcMessageParser {
  readonly #bytesMax: number;
  readonly #head = Buffer.alloc(grpcHeadBytes);
  #headUsed = 0;
  #length = 0;
  #pieces: Buffer[] = [];
  #bodyBytes = 0;
  /** Where small pieces are copied to, and how much of it is used. */
  #block: Buffer = noBytes;
  #blockUsed = 0;
  #chunk: Buffer = noBytes;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes of a message of which only a part has come. */
  get halfMessageBytes(): number {
    return this.#headUsed + this.#bodyBytes;
  }

  /** Takes what has come; `next` must have returned undefined before. */
  push(chunk: Buffer): void {
    this.#chunk = chunk;
  }

  /** The next message, or undefined when more must come. @throws GrpcMessageError */
  next(): GrpcMessage | undefined {
    if (!this.#takeHead()) return undefined;
    const missing = this.#length - this.#bodyBytes;
    if (this.#bodyBytes === 0 && this.#chunk.length >= missing) return this.#whole(this.#cut(missing));
    this.#keep(this.#cut(Math.min(missing, this.#chunk.length)));
    if (this.#bodyBytes < this.#length) return undefined;
    this.#closeBlock();
    return this.#whole(this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces, this.#length));
  }

  #takeHead(): boolean {
    if (this.#headUsed === grpcHeadBytes) return true;
    const piece = this.#cut(Math.min(grpcHeadBytes - this.#headUsed, this.#chunk.length));
    piece.copy(this.#head, this.#headUsed);
    this.#headUsed += piece.length;
    if (this.#headUsed < grpcHeadBytes) return false;
    const flag = this.#head[0]!;
    if (flag > 1) throw new GrpcMessageError(`a message begins with ${flag}, which is neither 0 nor 1`);
    this.#length = this.#head.readUInt32BE(1);
    if (this.#length > this.#bytesMax) throw new GrpcMessageError("a message is too large", this.#length);
    return true;
  }

  #cut(bytes: number): Buffer {
    const piece = this.#chunk.subarray(0, bytes);
    this.#chunk = bytes === this.#chunk.length ? noBytes : this.#chunk.subarray(bytes);
    return piece;
  }

  #keep(piece: Buffer): void {
    this.#bodyBytes += piece.length;
    if (piece.length >= smallBytes) {
      this.#closeBlock();
      this.#pieces.push(piece);
      return;
    }
    if (piece.length > this.#block.length - this.#blockUsed) {
      this.#closeBlock();
      this.#block = Buffer.allocUnsafeSlow(Math.min(Math.max(this.#bodyBytes * 2, smallBytes), blockBytes));
    }
    this.#blockUsed += piece.copy(this.#block, this.#blockUsed);
  }

  /** What stands in the block is a piece now; what is left of the block serves for later ones. */
  #closeBlock(): void {
    if (this.#blockUsed === 0) return;
    this.#pieces.push(this.#block.subarray(0, this.#blockUsed));
    this.#block = this.#block.subarray(this.#blockUsed);
    this.#blockUsed = 0;
  }

  #whole(bytes: Buffer): GrpcMessage {
    const isCompressed = this.#head[0] === 1;
    this.#headUsed = 0;
    this.#pieces = [];
    this.#bodyBytes = 0;
    return { bytes, isCompressed };
  }
}

const noBytes: Buffer = Buffer.alloc(0);
const smallBytes = 1024;
const blockBytes = 65_536;
