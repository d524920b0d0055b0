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
 * Cuts what comes on one gRPC stream into messages. A message that lies in one chunk is a view on it; one that comes in pieces is put together in memory that grows
 * with what has come, never by a length that is only claimed.
 */
export class GrpcMessageParser {
  readonly #bytesMax: number;
  readonly #head = Buffer.alloc(grpcHeadBytes);
  #headUsed = 0;
  #length = 0;
  #body: Buffer = noBytes;
  #bodyUsed = 0;
  #chunk: Buffer = noBytes;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes of a message of which only a part has come. */
  get halfMessageBytes(): number {
    return this.#headUsed + this.#bodyUsed;
  }

  /** Takes what has come; `next` must have returned undefined before. */
  push(chunk: Buffer): void {
    this.#chunk = chunk;
  }

  /** The next message, or undefined when more must come. @throws GrpcMessageError */
  next(): GrpcMessage | undefined {
    if (!this.#takeHead()) return undefined;
    const missing = this.#length - this.#bodyUsed;
    if (this.#bodyUsed === 0 && this.#chunk.length >= missing) return this.#whole(this.#cut(missing));
    const piece = this.#cut(Math.min(missing, this.#chunk.length));
    this.#makeRoom(piece.length);
    piece.copy(this.#body, this.#bodyUsed);
    this.#bodyUsed += piece.length;
    return this.#bodyUsed === this.#length ? this.#whole(this.#body.subarray(0, this.#length)) : undefined;
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

  #makeRoom(bytes: number): void {
    const needed = this.#bodyUsed + bytes;
    if (needed <= this.#body.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#length, Math.max(needed * 2, firstBytes)));
    this.#body.copy(larger, 0, 0, this.#bodyUsed);
    this.#body = larger;
  }

  #whole(bytes: Buffer): GrpcMessage {
    const isCompressed = this.#head[0] === 1;
    this.#headUsed = 0;
    this.#body = noBytes;
    this.#bodyUsed = 0;
    return { bytes, isCompressed };
  }
}

const noBytes: Buffer = Buffer.alloc(0);
const firstBytes = 16_384;
