/** Of an ordinary block at most; larger ones, which hold one large value, get memory of their own. */
const BLOCK_BYTES_MAX = 4 * 1024 + 8;
/** Memory of so many blocks waits for the next ones. */
const FREE_MAX = 64;

/**
 * Blocks that were read last; what all tables of a store share. The memory of one that is let go of serves the next one: else each look-up of a key that lies
 * somewhere else would leave 4 KiB outside of V8's heap until that is collected. So who was given a block uses it before another one is asked for, or within `keeping`.
 */
export class BlockCache {
  readonly #blocks: Map<number, Buffer> = new Map();
  readonly #bytesMax: number;
  #bytes = 0;
  readonly #free: Buffer[] = [];
  #isKeeping = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get(name: number): Buffer | undefined {
    const found = this.#blocks.get(name);
    if (found === undefined) return undefined;
    this.#blocks.delete(name);
    this.#blocks.set(name, found);
    return found;
  }

  /** Memory for a block that is to be read, and then put. */
  take(bytes: number): Buffer {
    if (bytes > BLOCK_BYTES_MAX) return Buffer.allocUnsafeSlow(bytes);
    const free = this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES_MAX);
    return Buffer.from(free.buffer, 0, bytes);
  }

  put(name: number, block: Buffer): void {
    this.#blocks.set(name, block);
    this.#bytes += block.buffer.byteLength;
    for (const [oldest, { buffer }] of this.#blocks) {
      if (this.#bytes <= this.#bytesMax || oldest === name) break;
      this.#blocks.delete(oldest);
      this.#bytes -= buffer.byteLength;
      if (!this.#isKeeping && buffer.byteLength === BLOCK_BYTES_MAX && this.#free.length < FREE_MAX)
        this.#free.push(Buffer.from(buffer));
    }
  }

  /** Does work that uses several blocks at a time: whatever it is given stays as it is until it has ended. */
  keeping<Result>(work: () => Result): Result {
    this.#isKeeping = true;
    try {
      return work();
    } finally {
      this.#isKeeping = false;
    }
  }
}
