const BITS_A_KEY = 10;
const PROBES = 6;

/** Two hashes of a key, from which all that a filter looks at follow. */
export interface KeyHash {
  readonly first: number;
  /** Odd, so that it comes by every bit. */
  readonly step: number;
}

export function hashOf(key: string): KeyHash {
  let first = 0x811c9dc5;
  let step = 0x9747b28c;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    step = Math.imul(step ^ code, 0x85ebca6b) ^ (step >>> 13);
  }
  first ^= first >>> 15;
  return { first: Math.imul(first, 0x2c1b3c6d) >>> 0, step: (step | 1) >>> 0 };
}

/** A Bloom filter: says of nearly every key that is not among those added that it is not, and never of one that is. 10 bits a key, wrong about 1 in 100. */
export class KeyFilter {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** An empty filter for so many keys. */
  static of(keys: number): KeyFilter {
    return new KeyFilter(new Uint8Array(Math.ceil((Math.max(1, keys) * BITS_A_KEY) / 8)));
  }

  add({ first, step }: KeyHash): void {
    const bits = 8 * this.bytes.length;
    for (let probe = 0, at = first; probe < PROBES; probe++, at = (at + step) >>> 0) {
      const bit = at % bits;
      this.bytes[bit >>> 3] = (this.bytes[bit >>> 3] as number) | (1 << (bit & 7));
    }
  }

  mayHold({ first, step }: KeyHash): boolean {
    const bits = 8 * this.bytes.length;
    for (let probe = 0, at = first; probe < PROBES; probe++, at = (at + step) >>> 0) {
      const bit = at % bits;
      if (((this.bytes[bit >>> 3] as number) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }
}
