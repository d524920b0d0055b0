/** Puts a body together from chunks of any size: small ones are copied behind one another, so that a body that comes byte by byte costs no object a byte. */
export class GatheredBytes {
  size = 0;
  #chunks = 0;
  readonly #parts: Buffer[] = [];
  #block: Buffer = Buffer.alloc(0);
  #blockUsed = 0;

  add(chunk: Buffer): void {
    this.size += chunk.length;
    this.#chunks++;
    if (chunk.length >= smallBytes) {
      this.#closeBlock();
      this.#parts.push(chunk);
      return;
    }
    if (chunk.length > this.#block.length - this.#blockUsed) {
      this.#closeBlock();
      this.#block = Buffer.allocUnsafeSlow(Math.min(Math.max(this.size * 2, smallBytes), blockBytes));
    }
    this.#blockUsed += chunk.copy(this.#block, this.#blockUsed);
  }

  /** Whether reading them is nearly all work for nothing, and there are many. */
  get areChunksTiny(): boolean {
    return this.#chunks > chunksFree && this.size < this.#chunks * chunkBytesMean;
  }

  /** All of them, one behind the other. */
  whole(): Buffer {
    this.#closeBlock();
    return this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts, this.size);
  }

  /** What stands in the block is a part now; what is left of the block serves for later chunks. */
  #closeBlock(): void {
    if (this.#blockUsed === 0) return;
    this.#parts.push(this.#block.subarray(0, this.#blockUsed));
    this.#block = this.#block.subarray(this.#blockUsed);
    this.#blockUsed = 0;
  }
}

/** So many chunks may be of any size; more than that must have so many bytes on average. */
const chunksFree = 10_000;
const chunkBytesMean = 16;
const smallBytes = 4096;
const blockBytes = 65_536;
