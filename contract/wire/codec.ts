import { DecodeError } from "./decode-error.ts";
import { asFastBuffer, type FastBuffer } from "./fast-buffer.ts";
import type { Field } from "./field.ts";
import { Reader } from "./reader.ts";
import { rewindTape, startTape } from "./size-tape.ts";

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
  /** Bytes of the encoded message. @throws EncodeError for a value that its field cannot carry */
  size(message: Init): number;
  /**
   * Encodes into a buffer with room for `size(message)` bytes behind `offset`; returns the offset behind the message. Directly behind `size` of the same
   * message it does not measure again.
   */
  write(message: Init, buffer: Buffer, offset: number): number;
  /** The encoded message in a buffer of its own. @throws EncodeError for a value that its field cannot carry */
  encode(message: Init): Buffer;
  /**
   * Decodes `bytes` from `start` (default 0) to `end` (default its length). Fields of bytes are views on the input, not copies. A nested message given
   * twice is merged; of anything else that is given twice the last one counts.
   * @throws DecodeError whatever is wrong with the bytes
   */
  decode(bytes: Uint8Array, start?: number, end?: number): Message;
}

/** Of a message whose last field is its payload. The payload given in `message` is ignored: the head speaks of `payloadBytes` that follow it. */
export interface PayloadCodec<Message, Init = Message> extends Codec<Message, Init> {
  readonly payloadField: string;
  headSize(message: Init, payloadBytes: number): number;
  writeHead(message: Init, payloadBytes: number, buffer: Buffer, offset: number): number;
  /** Everything before the payload's content, its tag and length included: head and payload, one behind the other, are the message. */
  encodeHead(message: Init, payloadBytes: number): Buffer;
}

/** A codec of which only the table of methods knows the message. */
export type AnyCodec = Codec<object, object>;

type Measure<Init> = (message: Init, payloadBytes: number) => number;
type Put<Init> = (message: Init, buffer: FastBuffer, offset: number, payloadBytes: number) => number;

/** The one class of all codecs, so that whoever calls one stays monomorphic; the functions are generated. */
export class MessageCodec<Message extends object, Init extends object> implements Codec<Message, Init> {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly payloadField: string;
  readonly create: () => Message;
  readonly #measure: Measure<Init>;
  readonly #put: Put<Init>;
  readonly #read: (reader: Reader, message: Message) => Message;

  constructor(
    name: string,
    fields: readonly Field[],
    create: () => Message,
    measure: Measure<Init>,
    put: Put<Init>,
    read: (reader: Reader, message: Message) => Message,
  ) {
    this.name = name;
    this.fields = fields;
    this.payloadField = fields.find((field) => field.payload)?.property as string;
    this.create = create;
    this.#measure = measure;
    this.#put = put;
    this.#read = read;
  }

  size(message: Init): number {
    return this.headSize(message, whole);
  }

  write(message: Init, buffer: Buffer, offset: number): number {
    return this.writeHead(message, whole, buffer, offset);
  }

  encode(message: Init): Buffer {
    return this.encodeHead(message, whole);
  }

  headSize(message: Init, payloadBytes: number): number {
    startTape();
    measured = undefined;
    measuredSize = this.#measure(message, payloadBytes);
    measured = message;
    measuredPayloadBytes = payloadBytes;
    return measuredSize;
  }

  writeHead(message: Init, payloadBytes: number, buffer: Buffer, offset: number): number {
    if (measured !== message || measuredPayloadBytes !== payloadBytes) this.headSize(message, payloadBytes);
    measured = undefined;
    const size = measuredSize;
    if (offset + size > buffer.length) throw new RangeError(`${this.name} has no room in the buffer`);
    rewindTape();
    const end = this.#put(message, buffer as FastBuffer, offset, payloadBytes);
    if (end !== offset + size) throw new Error(`${this.name} was changed between measuring and writing`);
    return end;
  }

  encodeHead(message: Init, payloadBytes: number): Buffer {
    const size = this.headSize(message, payloadBytes);
    const buffer = Buffer.allocUnsafe(size);
    this.writeHead(message, payloadBytes, buffer, 0);
    return buffer;
  }

  decode(bytes: Uint8Array, start: number = 0, end: number = bytes.length): Message {
    if (!(start >= 0 && start <= end && end <= bytes.length)) throw new DecodeError("there are no such bytes", start);
    return this.#read(new Reader(bytes, start, end), this.create());
  }
}

// The whole message, its payload included.
const whole = -1;

// What the tape holds: the message measured last, until it is written or another is measured.
let measured: object | undefined;
let measuredSize = 0;
let measuredPayloadBytes = whole;

/** Bytes of an absent field. */
export const noBytes: Uint8Array = asFastBuffer(new Uint8Array(0));
