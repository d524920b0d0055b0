/** A byte of the log. */
interface LogPlace {
  readonly segment: number;
  readonly byte: number;
}

/**
 * The newest bytes of the log, in memory: write buffer and tail cache in one. An address of the log is `segment * segmentBytes + byte`; the ring holds it at
 * `address % ring bytes`. As the ring is a whole number of segments long, and no frame crosses segments, nothing in it ever wraps.
 */
export class Ring {
  readonly bytes: Buffer;
  readonly #segmentBytes: number;
  /** Nothing below was written through this ring. */
  #begin: number;
  #end: number;

  /** @param start place of the next frame when the log was opened */
  constructor(segmentBytes: number, segments: number, start: LogPlace) {
    this.bytes = Buffer.allocUnsafeSlow(segmentBytes * segments);
    this.#segmentBytes = segmentBytes;
    this.#begin = this.#address(start.segment, start.byte);
    this.#end = this.#begin;
  }

  /** Where in `bytes` a place of the log lies. */
  at(segment: number, byte: number): number {
    return this.#address(segment, byte) % this.bytes.length;
  }

  /** Claims the room up to `byte`; older bytes that lay there are forgotten. */
  extend(segment: number, byte: number): void {
    this.#end = this.#address(segment, byte);
  }

  /** Whether the bytes from this place on are still held. */
  holds(segment: number, byte: number): boolean {
    const address = this.#address(segment, byte);
    return address >= this.#begin && address < this.#end && this.#end - address <= this.bytes.length;
  }

  /** Whether it holds everything from one place up to another one at the same time. */
  spans(from: LogPlace, to: LogPlace): boolean {
    return this.#address(to.segment, to.byte) - this.#address(from.segment, from.byte) <= this.bytes.length;
  }

  #address(segment: number, byte: number): number {
    return segment * this.#segmentBytes + byte;
  }
}
