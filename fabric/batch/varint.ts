/**
 * Numbers inside Kafka's records: zigzag (0, -1, 1, -2, ... become 0, 1, 2, 3, ...), then seven bits a byte, lowest first, the top bit set on all but the last.
 * A varint holds 32 bits in at most five bytes, a varlong 64 bits in at most ten; ours are JavaScript numbers, so a varlong beyond 2^53 is not exact.
 */

export function varintSize(value: number): number {
  const folded = (value << 1) ^ (value >> 31);
  if (folded >>> 7 === 0) return 1;
  if (folded >>> 14 === 0) return 2;
  if (folded >>> 21 === 0) return 3;
  return folded >>> 28 === 0 ? 4 : 5;
}

/** Writes and returns where it ended. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let folded = (value << 1) ^ (value >> 31);
  let end = at;
  while (folded >>> 7 !== 0) {
    bytes[end++] = (folded & 127) | 128;
    folded >>>= 7;
  }
  bytes[end++] = folded;
  return end;
}

export function varlongSize(value: number): number {
  if (value >= -0x40000000 && value <= 0x3fffffff) return varintSize(value);
  let folded = value < 0 ? -2 * value - 1 : 2 * value;
  let size = 1;
  while (folded >= 128) {
    folded = Math.floor(folded / 128);
    size += 1;
  }
  return size;
}

/** Writes and returns where it ended. */
export function writeVarlong(bytes: Uint8Array, at: number, value: number): number {
  if (value >= -0x40000000 && value <= 0x3fffffff) return writeVarint(bytes, at, value);
  let folded = value < 0 ? -2 * value - 1 : 2 * value;
  let end = at;
  while (folded >= 128) {
    bytes[end++] = (folded % 128) | 128;
    folded = Math.floor(folded / 128);
  }
  bytes[end++] = folded;
  return end;
}

/**
 * Reads varints one behind the other. An overlong number, or one that passes `end`, sets `failed` and gives 0 from then on, so that a loop checks once a record and
 * nothing is allocated or thrown on the way.
 */
export class VarintCursor {
  bytes: Uint8Array;
  at: number;
  end: number;
  failed = false;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  varint(): number {
    const first = this.at < this.end ? this.bytes[this.at]! : 128;
    if (first < 128) {
      this.at += 1;
      return (first >>> 1) ^ -(first & 1);
    }
    let folded = 0;
    for (let shift = 0; shift <= 28 && this.at < this.end; shift += 7) {
      const byte = this.bytes[this.at++]!;
      // The fifth byte holds the top four bits.
      if (shift === 28 && byte > 15) break;
      folded |= (byte & 127) << shift;
      if (byte < 128) return (folded >>> 1) ^ -(folded & 1);
    }
    return this.#fail();
  }

  varlong(): number {
    const first = this.at < this.end ? this.bytes[this.at]! : 128;
    if (first < 128) {
      this.at += 1;
      return (first >>> 1) ^ -(first & 1);
    }
    // Folded in two halves of 28 bits, which keeps the sign bit apart from the rounding of numbers beyond 2^53.
    let low = 0;
    let high = 0;
    for (let shift = 0; shift <= 63 && this.at < this.end; shift += 7) {
      const byte = this.bytes[this.at++]!;
      if (shift === 63 && byte > 1) break;
      if (shift < 28) low |= (byte & 127) << shift;
      else high += (byte & 127) * 2 ** (shift - 28);
      if (byte < 128) {
        const half = (low >>> 1) + high * 0x8000000;
        return low & 1 ? -half - 1 : half;
      }
    }
    return this.#fail();
  }

  /** Passes over `count` bytes. */
  skip(count: number): void {
    if (count < 0 || count > this.end - this.at) this.#fail();
    else this.at += count;
  }

  #fail(): number {
    this.failed = true;
    this.at = this.end;
    return 0;
  }
}
