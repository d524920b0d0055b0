import { isUtf8 } from "node:buffer";
import { limits } from "../generated/limits.ts";
import { DecodeError } from "./decode-error.ts";
import { asFastBuffer, type FastBuffer } from "./fast-buffer.ts";
import { shortText, shortTextMax } from "./short-text.ts";

/** Nested messages beyond this are refused. */
const depthMax = limits.messageDepth.value;

/** More than any message has whose size is bounded. */
const anyItems = 0x3fffffff;

/** More fields than any message of a request has; some of them may come twice. */
const fieldsPerMessage = 64;

/** So many bytes of numbers in a list cost about as much as one nested message. */
const packedBytesPerItem = 16;

/**
 * Reads a protobuf message that may be hostile. Never reads outside `start` to `end`, never allocates by a length that is only claimed, and throws
 * nothing but `DecodeError`. One reader serves one message.
 */
export class Reader {
  readonly buffer: FastBuffer;
  position: number;
  /** Where the message that is being read ends: the whole one, or a nested one. */
  end: number;
  #depth = 0;
  /** How many messages and elements of lists may still come: a few bytes make an object, and a large message that consists of them would hold everybody up. */
  #itemsLeft: number;
  /** How many fields may still come: one that is given again and again makes nothing, but takes its time. */
  #fieldsLeft: number;

  constructor(bytes: Uint8Array, start: number, end: number, itemsMax: number = anyItems) {
    this.#itemsLeft = itemsMax;
    this.#fieldsLeft = itemsMax === anyItems ? anyItems : fieldsPerMessage;
    this.buffer = asFastBuffer(bytes);
    this.position = start;
    this.end = end;
  }

  /** Field number and wire type, as they stand in a tag: number * 8 + type. */
  tag(): number {
    if (--this.#fieldsLeft < 0) throw this.fail("the same fields are given again and again");
    const position = this.position;
    const first = this.buffer[position]!;
    if (first < 0x80 && first > 7) {
      this.position = position + 1;
      return first;
    }
    const tag = this.#varint("");
    if (tag > 0xffffffff || tag < 8) throw this.fail("there is no such field number");
    return tag;
  }

  /** A length, checked against what is really there. */
  length(field: string): number {
    const length = this.#varint(field);
    if (length > this.end - this.position) throw this.fail("a length reaches beyond the end of the message", field);
    return length;
  }

  string(field: string): string {
    const size = this.length(field);
    const start = this.position;
    const end = start + size;
    this.position = end;
    if (size === 0) return "";
    const short = size <= shortTextMax ? shortText(this.buffer, start, end) : undefined;
    return short ?? this.#text(start, end, field);
  }

  /** A view on the input, without a copy. */
  bytes(field: string): Uint8Array {
    const size = this.length(field);
    const start = this.position;
    this.position = start + size;
    return this.buffer.subarray(start, start + size);
  }

  bool(field: string): boolean {
    return this.int64(field) !== 0;
  }

  int32(field: string): number {
    const value = this.int64(field);
    if (value !== (value | 0)) throw this.fail("the number is outside 32 bits", field);
    return value;
  }

  int64(field: string): number {
    const position = this.position;
    if (position < this.end) {
      const first = this.buffer[position]!;
      if (first < 0x80) {
        this.position = position + 1;
        return first;
      }
    }
    return this.#longVarint(field, true);
  }

  /** Counts an element of a list before it is made. */
  item(field: string): void {
    if (--this.#itemsLeft < 0) throw this.#tooManyItems(field);
    this.#fieldsLeft += fieldsPerMessage;
  }

  /** Enters a nested message; give the result to `leave` behind it. */
  enter(field: string): number {
    this.item(field);
    const length = this.length(field);
    if (++this.#depth > depthMax) throw this.fail(`messages are nested deeper than ${depthMax} levels`, field);
    const outerEnd = this.end;
    this.end = this.position + length;
    return outerEnd;
  }

  leave(outerEnd: number): void {
    this.end = outerEnd;
    this.#depth--;
  }

  /** Enters a packed list; give the result to `leavePacked` behind it. */
  enterPacked(field: string): number {
    const length = this.length(field);
    this.#itemsLeft -= Math.ceil(length / packedBytesPerItem);
    if (this.#itemsLeft < 0) throw this.#tooManyItems(field);
    const outerEnd = this.end;
    this.end = this.position + length;
    return outerEnd;
  }

  leavePacked(outerEnd: number): void {
    this.end = outerEnd;
  }

  /** Skips the value of a field that this version does not know. A field that it knows stands here with the wrong wire type, which is refused. */
  skip(tag: number, known: readonly { readonly name: string; readonly number: number }[]): void {
    const number = tag >>> 3;
    for (const field of known) {
      if (field.number === number) throw this.fail("the value has the wrong wire type", field.name);
    }
    this.item("");
    switch (tag & 7) {
      case 0:
        this.#skipVarint();
        return;
      case 1:
        this.#skipBytes(8);
        return;
      case 2:
        this.#skipBytes(this.length(""));
        return;
      case 5:
        this.#skipBytes(4);
        return;
      case 3:
      case 4:
        throw this.fail("groups are not used in this protocol");
      default:
        throw this.fail("there is no such wire type");
    }
  }

  fail(problem: string, field?: string): DecodeError {
    return new DecodeError(problem, this.position, field === "" ? undefined : field);
  }

  #tooManyItems(field: string): DecodeError {
    return this.fail(`the message has more than ${limits.messageItems.value} messages and elements of lists`, field);
  }

  #text(start: number, end: number, field: string): string {
    const buffer = this.buffer;
    const text = buffer.utf8Slice(start, end);
    if (text.includes("\ufffd") && !isUtf8(buffer.subarray(start, end)))
      throw this.fail("the text is not UTF-8", field);
    return text;
  }

  #skipBytes(count: number): void {
    if (count > this.end - this.position) throw this.fail(cutOff);
    this.position += count;
  }

  #skipVarint(): void {
    for (let count = 0; count < 10; count++) {
      if (this.position >= this.end) throw this.fail(cutOff);
      if (this.buffer[this.position++]! < 0x80) return;
    }
    throw this.fail("a number has more than 10 bytes");
  }

  #varint(field: string): number {
    const position = this.position;
    if (position < this.end) {
      const first = this.buffer[position]!;
      if (first < 0x80) {
        this.position = position + 1;
        return first;
      }
      if (position + 1 < this.end) {
        const second = this.buffer[position + 1]!;
        if (second < 0x80) {
          this.position = position + 2;
          return (second << 7) | (first & 0x7f);
        }
      }
    }
    return this.#longVarint(field, false);
  }

  // 64 bits in three parts of 28, 28 and 8, so that no part leaves the small integers.
  #longVarint(field: string, signed: boolean): number {
    const low = this.#part(field);
    if (this.#partEnded) return low;
    const middle = this.#part(field);
    if (this.#partEnded) return this.#positive(low, middle, 0, field);
    const high = this.#lastPart(field);
    if (high < 0x80 || !signed) return this.#positive(low, middle, high, field);
    const magnitude = 1 + (~low & 0xfffffff) + (~middle & 0xfffffff) * 0x10000000;
    if (high !== 0xff || magnitude > Number.MAX_SAFE_INTEGER) throw this.fail(tooLarge, field);
    return -magnitude;
  }

  #positive(low: number, middle: number, high: number, field: string): number {
    const value = low + middle * 0x10000000;
    if (high !== 0 || value > Number.MAX_SAFE_INTEGER) throw this.fail(tooLarge, field);
    return value;
  }

  #partEnded = false;

  /** Up to four bytes of a varint: 28 bits. */
  #part(field: string): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (this.position >= this.end) throw this.fail(cutOff, field);
      const byte = this.buffer[this.position++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.#partEnded = true;
        return value;
      }
    }
    this.#partEnded = false;
    return value;
  }

  /** The ninth and tenth byte: the highest 8 bits. */
  #lastPart(field: string): number {
    if (this.position >= this.end) throw this.fail(cutOff, field);
    const ninth = this.buffer[this.position++]!;
    if (ninth < 0x80) return ninth;
    if (this.position >= this.end) throw this.fail(cutOff, field);
    const tenth = this.buffer[this.position++]!;
    if (tenth > 1) throw this.fail("a number has more than 64 bits", field);
    return (ninth & 0x7f) | (tenth << 7);
  }
}

const cutOff = "the message ends in the middle of a value";
const tooLarge = "the number is beyond 2^53 - 1";
