/** Bytes of a varint for a whole number from 0 to 2^53 - 1. */
export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  if (value < 0x10000000) return 4;
  if (value < 0x800000000) return 5;
  if (value < 0x40000000000) return 6;
  if (value < 0x2000000000000) return 7;
  return 8;
}

/** Writes a whole number from 0 to 2^53 - 1; returns the offset behind it. */
export function putVarint(value: number, buffer: Uint8Array, offset: number): number {
  let rest = value;
  let at = offset;
  while (rest > 0x7fffffff) {
    buffer[at++] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest > 0x7f) {
    buffer[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[at++] = rest;
  return at;
}

/** Writes a whole number from -(2^53 - 1) to 2^53 - 1 in two's complement of 64 bits: ten bytes when it is negative. */
export function putInt64(value: number, buffer: Uint8Array, offset: number): number {
  if (value >= 0) return putVarint(value, buffer, offset);
  let low = value >>> 0;
  let high = Math.floor(value / 0x100000000) >>> 0;
  let at = offset;
  while (high !== 0) {
    buffer[at++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  return putVarint(low, buffer, at);
}
