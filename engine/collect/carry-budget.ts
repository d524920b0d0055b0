import type { Log } from "../log/log.ts";

/**
 * How much may be carried: never more than was written otherwise since the engine was opened. So of what is written at most half is carried, and what is carried never causes
 * more of it by itself. When the disk is full, it is better to write more often than not to write at all: then the whole log may be carried once in advance.
 */
export class CarryBudget {
  readonly #log: Log;
  readonly #openedAtByte: number;
  #carriedBytes = 0;

  constructor(log: Log) {
    this.#log = log;
    this.#openedAtByte = this.#writtenTo;
  }

  /** Bytes carried since the engine was opened. */
  get carriedBytes(): number {
    return this.#carriedBytes;
  }

  /** Bytes written to the log since the engine was opened, what was carried among them. */
  get writtenBytes(): number {
    return this.#writtenTo - this.#openedAtByte;
  }

  /** Bytes that the log takes, its last segment as a whole. */
  get logBytes(): number {
    return (this.#log.writer.segment.number - this.#log.firstSegment + 1) * this.#log.segmentBytes;
  }

  allows(bytes: number): boolean {
    if (bytes === 0) return true;
    const otherwise = this.writtenBytes - this.#carriedBytes;
    return this.#carriedBytes + bytes <= otherwise + (this.#log.full ? this.logBytes : 0);
  }

  note(bytes: number): void {
    this.#carriedBytes += bytes;
  }

  /** Bytes of the log from its very beginning. */
  get #writtenTo(): number {
    const { writer, segmentBytes } = this.#log;
    return writer.segment.number * segmentBytes + writer.lastByte;
  }
}
