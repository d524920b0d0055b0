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
  /** Made with the first chunk: an empty list that grows takes room for seventeen. */
  #chunks: Buffer[] = noChunks;
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
    this.#chunks = noChunks;
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
    return this.#empty(frameTypes.end, method, callId);
  }

  /** Grants `bytes` of items in addition to what was granted before. */
  credit(method: number, callId: number, bytes: number): number {
    const start = this.#room(frameHeadBytes + 4);
    return this.#finish(start, this.#putArgument(start, bytes), frameTypes.credit, method, callId, 0);
  }

  cancel(method: number, callId: number): number {
    return this.#empty(frameTypes.cancel, method, callId);
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
    const bound = codec.bound(message);
    const start = this.#room(frameHeadBytes + 4 + bound);
    const end = codec.put(message, this.#block, this.#putArgument(start, argument));
    return this.#finish(start, end, type, method, callId, 0);
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
    if (!(payload instanceof Uint8Array)) return codec.bound(message);
    const bound = codec.boundHead(message, payload.length);
    const start = this.#room(frameHeadBytes + 4 + bound);
    const end = codec.putHead(message, payload.length, this.#block, this.#putArgument(start, argument));
    const bytes = this.#finish(start, end, type, method, callId, payload.length);
    this.#raw(payload);
    return bytes;
  }

  #putArgument(start: number, argument: number | undefined): number {
    const at = start + frameHeadBytes;
    if (argument === undefined) return at;
    putUint32(argument, this.#block, at);
    return at + 4;
  }

  #empty(type: number, method: number, callId: number): number {
    const start = this.#room(frameHeadBytes);
    return this.#finish(start, start + frameHeadBytes, type, method, callId, 0);
  }

  #echo(type: number, payload: Uint8Array): number {
    if (payload.length > pingBytesMax) throw new FrameError(`a PING or PONG carries at most ${pingBytesMax} bytes`);
    const start = this.#room(frameHeadBytes + payload.length);
    this.#block.set(payload, start + frameHeadBytes);
    return this.#finish(start, start + frameHeadBytes + payload.length, type, 0, 0, 0);
  }

  /** Room for so many bytes at the end of the block; returns where. They count only once `#finish` has said how many there are. */
  #room(bytes: number): number {
    if (this.#end + bytes > this.#block.length) {
      this.#seal();
      this.#block = Buffer.allocUnsafe(Math.max(bytes, this.#blockBytesNext));
      this.#blockBytesNext = Math.min(this.#blockBytesNext * 2, blockBytesMax);
      this.#start = 0;
      this.#end = 0;
    }
    return this.#end;
  }

  /** Writes the head of the frame that stands at `start` to `end`, of which `bytesBehind` more follow; returns its bytes on the wire. */
  #finish(start: number, end: number, type: number, method: number, callId: number, bytesBehind: number): number {
    const length = end - start - 4 + bytesBehind;
    if (length > this.frameBytesMax) {
      throw new FrameError(`the frame would have ${length} bytes; the other side takes at most ${this.frameBytesMax}`);
    }
    const block = this.#block;
    putUint32(length, block, start);
    block[start + 4] = type;
    block[start + 5] = 0;
    block[start + 6] = method;
    block[start + 7] = method >>> 8;
    putUint32(callId, block, start + 8);
    this.#end = end;
    this.#bytes += end - start;
    return length + 4;
  }

  #raw(bytes: Uint8Array): number {
    this.#seal();
    this.#add(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#bytes += bytes.length;
    return bytes.length;
  }

  #seal(): void {
    if (this.#end > this.#start) this.#add(this.#block.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }

  #add(chunk: Buffer): void {
    if (this.#chunks.length === 0) this.#chunks = [chunk];
    else this.#chunks.push(chunk);
  }
}

const noBlock = Buffer.alloc(0);
const noChunks: Buffer[] = [];
const blockBytesMin = 512;
const blockBytesMax = 64 * 1024;
const payloadBytesCopied = 16 * 1024;

function putUint32(value: number, buffer: Buffer, offset: number): void {
  buffer[offset] = value;
  buffer[offset + 1] = value >>> 8;
  buffer[offset + 2] = value >>> 16;
  buffer[offset + 3] = value >>> 24;
}
