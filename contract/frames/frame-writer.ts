import { limits } from "../generated/limits.ts";
import { CallError, type CallErrorInit, Hello, type HelloInit } from "../generated/messages.ts";
import type { AnyCodec, PayloadCodec } from "../wire/codec.ts";
import { frameHeadBytes, framesPreface, frameTypes, pingBytesMax } from "./frame.ts";
import { FrameError } from "./frame-error.ts";

/**
 * Encodes frames one behind the other into as few buffers as possible. `take` hands over what has gathered, to be written in order; what was handed
 * over is never touched again. A large payload (over 16 KiB) is handed over as it is, without a copy, so it must stay unchanged until it is sent.
 *
 * Every method returns the frame's bytes on the wire, and throws before anything is written: `FrameError` when the frame would be larger than the other
 * side takes, `EncodeError` when a message carries a value that its field cannot.
 */
export class FrameWriter {
  /** Largest frame that the other side takes, in bytes behind its length field. Set it from the other side's HELLO. */
  frameBytesMax: number;
  #chunks: Buffer[] = [];
  #block: Buffer = noBlock;
  /** Where the bytes in the block begin that are not yet in a chunk. */
  #start = 0;
  #end = 0;
  #bytes = 0;
  #blockBytesNext = blockBytesMin;

  constructor(frameBytesMax: number = limits.frameBytes.value) {
    this.frameBytesMax = frameBytesMax;
  }

  /** Bytes that wait to be taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** All that has gathered, in order; nothing is left behind. */
  take(): Buffer[] {
    this.#seal();
    const chunks = this.#chunks;
    this.#blockBytesNext = Math.min(Math.max(this.#bytes, blockBytesMin), blockBytesMax);
    this.#chunks = [];
    this.#block = noBlock;
    this.#start = 0;
    this.#end = 0;
    this.#bytes = 0;
    return chunks;
  }

  /** The client's first bytes. */
  preface(): number {
    return this.#raw(framesPreface);
  }

  hello(hello: HelloInit): number {
    return this.message(frameTypes.hello, 0, 0, Hello, hello);
  }

  /** `timeoutMs` 0 leaves it to the server. */
  call(method: number, callId: number, timeoutMs: number, codec: AnyCodec, request: object): number {
    return this.#append(frameTypes.call, method, callId, timeoutMs, codec, request);
  }

  reply(method: number, callId: number, codec: AnyCodec, response: object): number {
    return this.message(frameTypes.reply, method, callId, codec, response);
  }

  error(method: number, callId: number, error: CallErrorInit): number {
    return this.message(frameTypes.error, method, callId, CallError, error);
  }

  item(method: number, callId: number, codec: AnyCodec, response: object): number {
    return this.message(frameTypes.item, method, callId, codec, response);
  }

  end(method: number, callId: number): number {
    return this.#small(frameTypes.end, method, callId, 0);
  }

  /** Grants `bytes` of items in addition to what was granted before. */
  credit(method: number, callId: number, bytes: number): number {
    const at = this.#head(frameTypes.credit, method, callId, 4);
    putUint32(bytes, this.#block, at);
    return frameHeadBytes + 4;
  }

  cancel(method: number, callId: number): number {
    return this.#small(frameTypes.cancel, method, callId, 0);
  }

  ping(payload: Uint8Array): number {
    return this.#echo(frameTypes.ping, payload);
  }

  pong(payload: Uint8Array): number {
    return this.#echo(frameTypes.pong, payload);
  }

  goaway(error: CallErrorInit): number {
    return this.message(frameTypes.goaway, 0, 0, CallError, error);
  }

  /** Any frame whose payload is a message and nothing else. */
  message(type: number, method: number, callId: number, codec: AnyCodec, message: object): number {
    return this.#append(type, method, callId, undefined, codec, message);
  }

  #append(
    type: number,
    method: number,
    callId: number,
    argument: number | undefined,
    codec: AnyCodec,
    message: object,
  ): number {
    const field = codec.payloadField;
    if (field !== undefined) {
      const payload = (message as Record<string, Uint8Array | undefined>)[field];
      if (payload !== undefined && payload !== null && payload.length > payloadBytesCopied) {
        return this.#appendLarge(type, method, callId, argument, codec as PayloadCodec<object>, message, payload);
      }
    }
    const argumentBytes = argument === undefined ? 0 : 4;
    const size = codec.size(message);
    const at = this.#head(type, method, callId, argumentBytes + size);
    if (argument !== undefined) putUint32(argument, this.#block, at);
    codec.write(message, this.#block, at + argumentBytes);
    return frameHeadBytes + argumentBytes + size;
  }

  #appendLarge(
    type: number,
    method: number,
    callId: number,
    argument: number | undefined,
    codec: PayloadCodec<object>,
    message: object,
    payload: Uint8Array,
  ): number {
    if (!(payload instanceof Uint8Array)) return codec.size(message);
    const argumentBytes = argument === undefined ? 0 : 4;
    const size = codec.headSize(message, payload.length);
    const at = this.#head(type, method, callId, argumentBytes + size, payload.length);
    if (argument !== undefined) putUint32(argument, this.#block, at);
    codec.writeHead(message, payload.length, this.#block, at + argumentBytes);
    return frameHeadBytes + argumentBytes + size + this.#raw(payload);
  }

  #small(type: number, method: number, callId: number, payloadBytes: number): number {
    this.#head(type, method, callId, payloadBytes);
    return frameHeadBytes + payloadBytes;
  }

  #echo(type: number, payload: Uint8Array): number {
    if (payload.length > pingBytesMax) throw new FrameError(`a PING or PONG carries at most ${pingBytesMax} bytes`);
    const at = this.#head(type, 0, 0, payload.length);
    this.#block.set(payload, at);
    return frameHeadBytes + payload.length;
  }

  /** Makes room for a frame's head and `ownBytes` behind it, and writes the head; returns where the payload goes. */
  #head(type: number, method: number, callId: number, ownBytes: number, bytesBehind = 0): number {
    const length = frameHeadBytes - 4 + ownBytes + bytesBehind;
    if (length > this.frameBytesMax) {
      throw new FrameError(`the frame would have ${length} bytes; the other side takes at most ${this.frameBytesMax}`);
    }
    const start = this.#room(frameHeadBytes + ownBytes);
    const block = this.#block;
    putUint32(length, block, start);
    block[start + 4] = type;
    block[start + 5] = 0;
    block[start + 6] = method;
    block[start + 7] = method >>> 8;
    putUint32(callId, block, start + 8);
    return start + frameHeadBytes;
  }

  #room(bytes: number): number {
    if (this.#end + bytes > this.#block.length) {
      this.#seal();
      this.#block = Buffer.allocUnsafe(Math.max(bytes, this.#blockBytesNext));
      this.#blockBytesNext = Math.min(this.#blockBytesNext * 2, blockBytesMax);
      this.#start = 0;
      this.#end = 0;
    }
    const at = this.#end;
    this.#end = at + bytes;
    this.#bytes += bytes;
    return at;
  }

  #raw(bytes: Uint8Array): number {
    this.#seal();
    this.#chunks.push(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#bytes += bytes.length;
    return bytes.length;
  }

  #seal(): void {
    if (this.#end > this.#start) this.#chunks.push(this.#block.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }
}

const noBlock = Buffer.alloc(0);
const blockBytesMin = 512;
const blockBytesMax = 64 * 1024;
const payloadBytesCopied = 16 * 1024;

function putUint32(value: number, buffer: Buffer, offset: number): void {
  buffer[offset] = value;
  buffer[offset + 1] = value >>> 8;
  buffer[offset + 2] = value >>> 16;
  buffer[offset + 3] = value >>> 24;
}
