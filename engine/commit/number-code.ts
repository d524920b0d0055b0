/**
 * Numbers in as few bytes as they need: below 248 one byte; other whole ones below 2^48 the byte 247 + n and n bytes, little endian; any other the byte 255 and eight bytes of a
 * float.
 */
const SMALL = 248;
const FLOAT = 255;
const WHOLE_BYTES_MAX = 6;

/** Gathers numbers. */
export class NumberWriter {
  #bytes: Buffer = Buffer.allocUnsafe(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  readonly write = (number: number): void => {
    if (this.#length + 9 > this.#bytes.length) this.#grow(9);
    if (Number.isInteger(number) && number >= 0 && number < 2 ** (8 * WHOLE_BYTES_MAX)) this.#writeWhole(number);
    else {
      this.#bytes[this.#length] = FLOAT;
      this.#length = this.#bytes.writeDoubleLE(number, this.#length + 1);
    }
  };

  text(text: string): void {
    const bytes = Buffer.from(text);
    this.write(bytes.length);
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #writeWhole(number: number): void {
    if (number < SMALL) {
      this.#bytes[this.#length++] = number;
      return;
    }
    const first = this.#length++;
    const bytes = this.#bytes;
    let low = number >>> 0;
    let high = (number - low) / 2 ** 32;
    for (; low > 0 || high > 0; low = ((low >>> 8) | ((high & 255) << 24)) >>> 0, high >>>= 8)
      bytes[this.#length++] = low & 255;
    bytes[first] = SMALL - 2 + this.#length - first;
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + by));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Reads numbers back. Throws `RangeError` beyond the end. */
export class NumberReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  readonly next = (): number => {
    const first = this.#bytes.readUInt8(this.#at++);
    if (first < SMALL) return first;
    const bytes = first === FLOAT ? 8 : first - SMALL + 1;
    const at = this.#at;
    this.#at += bytes;
    return first === FLOAT ? this.#bytes.readDoubleLE(at) : this.#bytes.readUIntLE(at, bytes);
  };

  text(): string {
    const length = this.next();
    if (this.#at + length > this.#bytes.length) throw new RangeError("a text ends beyond its bytes");
    this.#at += length;
    return this.#bytes.toString("utf8", this.#at - length, this.#at);
  }
}
