import { limits } from "../generated/limits.ts";
import { Frame, frameHeadBytes, framesPreface, frameTypes, pingBytesMax } from "./frame.ts";
import { FrameError } from "./frame-error.ts";

/** What a parser is made with. */
export interface FrameParserOptions {
  /** Largest frame taken, in bytes behind its length field. Default: the limit `frame_bytes`. */
  readonly frameBytesMax?: number;
  /** Whether the first bytes must be the preface: true on the server, false (the default) in clients. */
  readonly preface?: boolean;
  /** Whether whoever received the chunks uses their memory again once `next` has returned undefined. Frames are then views on copies. Default false. */
  readonly reusedChunks?: boolean;
}

/**
 * Cuts received bytes into frames: give it a chunk with `push`, then call `next` until it returns undefined. A frame within one chunk is not copied; one
 * that reaches over several is put together in a buffer of its own, which grows with what has really come, never by the length that a peer claims.
 *
 * Frames are views on the chunks, which must therefore not be reused by whoever received them, unless `reusedChunks` says so.
 */
export class FrameParser {
  /** Largest frame taken from now on, in bytes behind its length field. */
  frameBytesMax: number;
  #prefaceMissing: number;
  #chunk: Buffer = empty;
  #position = 0;
  /** The chunk's memory will be used again. */
  #isBorrowed = false;
  readonly #reusesChunks: boolean;
  /** A frame of which only a part has come: its bytes from the length field on. */
  #part: Buffer | undefined;
  #partBytes = 0;

  constructor(options: FrameParserOptions = {}) {
    this.frameBytesMax = options.frameBytesMax ?? limits.frameBytes.value;
    this.#prefaceMissing = options.preface === true ? framesPreface.length : 0;
    this.#reusesChunks = options.reusedChunks === true;
  }

  /** Whether something has come that is not yet a whole frame (or preface): the peer must go on within a time-out. Ask when `next` gave undefined. */
  get isHalfFrame(): boolean {
    return this.#part !== undefined || (this.#prefaceMissing > 0 && this.#prefaceMissing < framesPreface.length);
  }

  /** Bytes of the frame of which only a part has come; 0 when there is none. */
  get halfFrameBytes(): number {
    return this.#part === undefined ? 0 : this.#partBytes;
  }

  /** Gives the parser what was received. Frames that `next` has not yet returned stay before it. */
  push(chunk: Uint8Array): void {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const isUsedUp = this.#position === this.#chunk.length;
    this.#chunk = isUsedUp ? buffer : Buffer.concat([this.#chunk.subarray(this.#position), buffer]);
    this.#isBorrowed = isUsedUp && this.#reusesChunks;
    this.#position = 0;
  }

  /**
   * The next whole frame, or undefined when more must be received first.
   * @throws FrameError when the bytes are no frames; the connection is then beyond repair
   */
  next(): Frame | undefined {
    if (this.#prefaceMissing > 0 && !this.#takePreface()) return undefined;
    if (this.#part !== undefined) return this.#nextFromPart();
    const available = this.#chunk.length - this.#position;
    if (available < 4) return this.#keepRest(available, partBytesFirst);
    const frameBytes = 4 + this.#checkLength(readUint32(this.#chunk, this.#position));
    if (available < frameBytes) return this.#keepRest(available, frameBytes);
    if (this.#isBorrowed) this.#ownChunk();
    const start = this.#position;
    this.#position = start + frameBytes;
    return parseFrame(this.#chunk, start, start + frameBytes);
  }

  #takePreface(): boolean {
    while (this.#prefaceMissing > 0 && this.#position < this.#chunk.length) {
      const byte = this.#chunk[this.#position++];
      if (byte !== framesPreface[framesPreface.length - this.#prefaceMissing]) {
        throw new FrameError("the connection does not begin with the preface of the frames protocol, version 1");
      }
      this.#prefaceMissing--;
    }
    return this.#prefaceMissing === 0;
  }

  #checkLength(length: number): number {
    if (length < frameHeadBytes - 4)
      throw new FrameError(`a frame has a length of ${length}, which is less than its head`);
    if (length > this.frameBytesMax) {
      throw new FrameError(`a frame has a length of ${length}; at most ${this.frameBytesMax} bytes are taken`);
    }
    return length;
  }

  /** All frames of a chunk share one copy. A frame that reaches over several chunks never comes here: its bytes are copied to where it is put together. */
  #ownChunk(): void {
    this.#chunk = Buffer.from(this.#chunk.subarray(this.#position));
    this.#position = 0;
    this.#isBorrowed = false;
  }

  #keepRest(available: number, wanted: number): undefined {
    if (available > 0) {
      this.#part = Buffer.allocUnsafe(Math.min(wanted, Math.max(available * growth, partBytesFirst)));
      this.#partBytes = 0;
      this.#fillPart(available);
    }
    this.#chunk = empty;
    this.#position = 0;
    return undefined;
  }

  #nextFromPart(): Frame | undefined {
    if (this.#partBytes < 4 && !this.#fillPart(4)) return undefined;
    const frameBytes = 4 + this.#checkLength(readUint32(this.#part!, 0));
    if (!this.#fillPart(frameBytes)) return undefined;
    const bytes = this.#part!;
    this.#part = undefined;
    return parseFrame(bytes, 0, frameBytes);
  }

  /** Takes bytes from the chunk until the part has `wanted`; false when the chunk is used up before. */
  #fillPart(wanted: number): boolean {
    const count = Math.min(wanted - this.#partBytes, this.#chunk.length - this.#position);
    const filled = this.#partBytes + count;
    if (filled > this.#part!.length) this.#growPart(filled, wanted);
    this.#chunk.copy(this.#part!, this.#partBytes, this.#position, this.#position + count);
    this.#position += count;
    this.#partBytes = filled;
    return filled === wanted;
  }

  // Growing by 16 copies a sixteenth of a long frame twice, and allocates at most 16 times what has come.
  #growPart(filled: number, wanted: number): void {
    const larger = Buffer.allocUnsafe(Math.min(wanted, filled * growth));
    this.#part!.copy(larger, 0, 0, this.#partBytes);
    this.#part = larger;
  }
}

const empty = Buffer.alloc(0);
const partBytesFirst = 512;
const growth = 16;

function readUint32(buffer: Buffer, offset: number): number {
  return (
    (buffer[offset]! | (buffer[offset + 1]! << 8) | (buffer[offset + 2]! << 16) | (buffer[offset + 3]! << 24)) >>> 0
  );
}

function parseFrame(bytes: Buffer, start: number, end: number): Frame {
  const type = bytes[start + 4]!;
  if (bytes[start + 5] !== 0) throw new FrameError(`a frame has flags ${bytes[start + 5]}; version 1 has none`);
  const method = bytes[start + 6]! | (bytes[start + 7]! << 8);
  const callId = readUint32(bytes, start + 8);
  const payload = start + frameHeadBytes;
  const size = end - payload;
  switch (type) {
    case frameTypes.call:
      if (size < 4) throw new FrameError("a CALL has no time-out");
      return new Frame(type, method, callId, readUint32(bytes, payload), bytes, payload + 4, end);
    case frameTypes.credit:
      if (size !== 4) throw new FrameError(`a CREDIT has a payload of ${size} bytes instead of 4`);
      return new Frame(type, method, callId, readUint32(bytes, payload), bytes, end, end);
    case frameTypes.end:
    case frameTypes.cancel:
      if (size !== 0) throw new FrameError("an END or CANCEL has a payload");
      break;
    case frameTypes.ping:
    case frameTypes.pong:
      if (size > pingBytesMax) throw new FrameError(`a PING or PONG has more than ${pingBytesMax} bytes`);
      break;
    default:
      if (type < frameTypes.hello || type > frameTypes.goaway) throw new FrameError(`there is no frame type ${type}`);
  }
  return new Frame(type, method, callId, 0, bytes, payload, end);
}
