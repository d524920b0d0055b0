/** Hashes of ids and keys, in bytes. */
export const HASH_BYTES = 16;

/** Reads the numbers and bytes of a table one after the other; numbers are little-endian. Throws `RangeError` beyond its end. */
export class TableReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  u16(): number {
    const value = this.#bytes.readUInt16LE(this.#at);
    this.#at += 2;
    return value;
  }

  i16(): number {
    const value = this.#bytes.readInt16LE(this.#at);
    this.#at += 2;
    return value;
  }

  u32(): number {
    const value = this.#bytes.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  i32(): number {
    const value = this.#bytes.readInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  f64(): number {
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  hash(): string {
    return this.take(HASH_BYTES).toString("latin1");
  }

  /** The next bytes, which stay the table's. */
  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("an operation ends beyond its table");
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

/** Writes a hash at `at`, returning the place behind it. */
export function writeHash(hash: string, target: Buffer, at: number): number {
  return at + target.write(hash, at, HASH_BYTES, "latin1");
}
