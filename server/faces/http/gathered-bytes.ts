/** Puts a body together from chunks of any size: small ones are copied behind one another, so that a body that comes byte by byte costs no object a byte. */
export class GatheredBytes {
  size = 0;
  readonly #parts: Buffer[] = [];
  #block: Buffer = Buffer.alloc(0);
  #blockUsed = 0;

  add(chunk: Buffer): void {
    this.size += chunk.length;
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

const smallBytes = 4096;
const blockBytes = 65_536;
