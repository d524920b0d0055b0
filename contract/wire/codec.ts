import { limits } from "../generated/limits.ts";
import { DecodeError } from "./decode-error.ts";
import { asFastBuffer, type FastBuffer } from "./fast-buffer.ts";
import type { Field } from "./field.ts";
import { Reader } from "./reader.ts";

/**
 * Encodes and decodes one message in protobuf's binary format.
 *
 * `Message` is what decoding gives: every list is there, every field without `optional` has its value. `Init` is what encoding takes: whatever is absent
 * is zero, empty or not set.
 */
export interface Codec<Message, Init = Message> {
  /** Full name: `flowmesh.v1.AppendRequest`. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** Property of the field that is carried behind the rest without a copy; undefined when the message has none. */
  readonly payloadField: string | undefined;
  /** A message of which nothing is set. */
  create(): Message;
  /** Bytes of the encoded message, exactly. Costs about as much as encoding it. @throws EncodeError for a value that its field cannot carry */
  size(message: Init): number;
  /** Most bytes that the encoded message can take: fast, as it looks at lengths alone. @throws EncodeError for a value that its field cannot carry */
  bound(message: Init): number;
  /** Encodes into a buffer with room for `bound(message)` bytes behind `offset`; returns the offset behind the message. Call `bound` first: it is what checks the values. */
  put(message: Init, buffer: Buffer, offset: number): number;
  /** The encoded message. @throws EncodeError for a value that its field cannot carry */
  encode(message: Init): Buffer;
  /**
   * Decodes `bytes` from `start` (default 0) to `end` (default its length). Fields of bytes are views on the input, not copies. A nested message given
   * twice is merged; of anything else that is given twice the last one counts.
   * @throws DecodeError whatever is wrong with the bytes
   */
  decode(bytes: Uint8Array, start?: number, end?: number): Message;
  /**
   * As `decode`, for what anybody may send: refuses a message with more than `message_items` nested messages and elements of lists, before it makes them.
   * @throws DecodeError
   */
  decodeRequest(bytes: Uint8Array, start?: number, end?: number): Message;
}

/** Of a message whose last field is its payload. The payload given in `message` is ignored: the head speaks of `payloadBytes` that follow it. */
export interface PayloadCodec<Message, Init = Message> extends Codec<Message, Init> {
  readonly payloadField: string;
  boundHead(message: Init, payloadBytes: number): number;
  putHead(message: Init, payloadBytes: number, buffer: Buffer, offset: number): number;
  /** Everything before the payload's content, its tag and length included: head and payload, one behind the other, are the message. */
  encodeHead(message: Init, payloadBytes: number): Buffer;
}

/** A codec of which only the table of methods knows the message. */
export type AnyCodec = Codec<object, object>;

type Bound<Init> = (message: Init, payloadBytes: number) => number;
type Put<Init> = (message: Init, buffer: FastBuffer, offset: number, payloadBytes: number) => number;

/** The one class of all codecs, so that whoever calls one stays monomorphic; the functions are generated. */
export class MessageCodec<Message extends object, Init extends object> implements PayloadCodec<Message, Init> {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly payloadField: string;
  readonly create: () => Message;
  readonly #bound: Bound<Init>;
  readonly #put: Put<Init>;
  readonly #read: (reader: Reader, message: Message) => Message;

  constructor(
    name: string,
    fields: readonly Field[],
    create: () => Message,
    bound: Bound<Init>,
    put: Put<Init>,
    read: (reader: Reader, message: Message) => Message,
  ) {
    this.name = name;
    this.fields = fields;
    this.payloadField = fields.find((field) => field.payload)?.property as string;
    this.create = create;
    this.#bound = bound;
    this.#put = put;
    this.#read = read;
  }

  size(message: Init): number {
    const payload = (message as Record<string, Uint8Array | undefined>)[this.payloadField];
    if (!(payload instanceof Uint8Array)) return this.encode(message).length;
    return this.encodeHead(message, payload.length).length + payload.length;
  }

  bound(message: Init): number {
    return this.#bound(message, whole);
  }

  put(message: Init, buffer: Buffer, offset: number): number {
    return this.#put(message, buffer as FastBuffer, offset, whole);
  }

  encode(message: Init): Buffer {
    return this.encodeHead(message, whole);
  }

  boundHead(message: Init, payloadBytes: number): number {
    return this.#bound(message, payloadBytes);
  }

  putHead(message: Init, payloadBytes: number, buffer: Buffer, offset: number): number {
    return this.#put(message, buffer as FastBuffer, offset, payloadBytes);
  }

  encodeHead(message: Init, payloadBytes: number): Buffer {
    const bound = this.#bound(message, payloadBytes);
    if (bound > slabBytesShared) {
      const buffer = Buffer.allocUnsafeSlow(bound) as FastBuffer;
      return buffer.subarray(0, this.#put(message, buffer, 0, payloadBytes));
    }
    if (bound > slab.length - slabUsed) {
      slab = Buffer.allocUnsafeSlow(slabBytes) as FastBuffer;
      slabUsed = 0;
    }
    const start = slabUsed;
    slabUsed = this.#put(message, slab, start, payloadBytes);
    return slab.subarray(start, slabUsed);
  }

  decode(bytes: Uint8Array, start: number = 0, end: number = bytes.length): Message {
    if (!(start >= 0 && start <= end && end <= bytes.length)) throw new DecodeError("there are no such bytes", start);
    return this.#read(new Reader(bytes, start, end), this.create());
  }

  decodeRequest(bytes: Uint8Array, start: number = 0, end: number = bytes.length): Message {
    if (!(start >= 0 && start <= end && end <= bytes.length)) throw new DecodeError("there are no such bytes", start);
    return this.#read(new Reader(bytes, start, end, limits.messageItems.value), this.create());
  }
}

// The whole message, its payload included.
const whole = -1;

// Small messages are encoded one behind the other into a shared buffer, as Node's own small buffers are; no byte of it is given out twice.
const slabBytes = 16 * 1024;
const slabBytesShared = 4 * 1024;
let slab: FastBuffer = asFastBuffer(new Uint8Array(0));
let slabUsed = 0;

/** Bytes of an absent field. */
export const noBytes: Uint8Array = asFastBuffer(new Uint8Array(0));
