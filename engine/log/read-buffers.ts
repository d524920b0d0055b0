/** Smaller reads are not worth keeping. */
const KEPT_BYTES_MIN = 64 * 1024;
const ROUNDED_TO_BYTES = 64 * 1024;
/** A buffer serves reads down to this share of it. */
const FIT = 4;

/**
 * Buffers for large reads. Who was lent one and has no more use for its bytes may give it back, and the next read takes it: without that every megabyte read is
 * a megabyte of fresh memory, whose page faults and collection cost more than the read. What is not given back is collected as ever.
 */
export class ReadBuffers {
  readonly #keptBytesMax: number;
  readonly #lent = new WeakSet<ArrayBufferLike>();
  readonly #free: Buffer[] = [];
  #freeBytes = 0;

  /** @param keptBytesMax how much may lie here unused */
  constructor(keptBytesMax: number) {
    this.#keptBytesMax = keptBytesMax;
  }

  /** Bytes that lie here unused. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** So many bytes, whose content is undefined. */
  take(bytes: number): Buffer {
    if (bytes < KEPT_BYTES_MIN) return Buffer.allocUnsafe(bytes);
    const index = this.#free.findLastIndex(({ length }) => length >= bytes && length <= bytes * FIT);
    const buffer =
      index < 0
        ? Buffer.allocUnsafeSlow(Math.ceil(bytes / ROUNDED_TO_BYTES) * ROUNDED_TO_BYTES)
        : (this.#free.splice(index, 1)[0] as Buffer);
    if (index >= 0) this.#freeBytes -= buffer.length;
    this.#lent.add(buffer.buffer);
    return buffer.subarray(0, bytes);
  }

  /** Takes a buffer back, told by any part of it. The caller holds no part of it any more. Bytes that came from elsewhere, or were given back before, are left alone. */
  giveBack({ buffer }: Uint8Array): void {
    if (!this.#lent.delete(buffer) || this.#freeBytes + buffer.byteLength > this.#keptBytesMax) return;
    this.#freeBytes += buffer.byteLength;
    this.#free.push(Buffer.from(buffer));
  }
}
