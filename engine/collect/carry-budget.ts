import type { Log } from "../log/log.ts";

/**
 * How much may be carried: so much as a share of what is written since the engine was opened. So what is carried never causes more of it by itself. When the disk is full, it is
 * better to write more often than not to write at all: then the whole log may be carried once in advance.
 */
export class CarryBudget {
  readonly #log: Log;
  readonly #share: number;
  readonly #openedAtByte: number;
  #carriedBytes = 0;

  /** @param share of all that is written, what is carried among it */
  constructor(log: Log, share: number) {
    this.#log = log;
    this.#share = share;
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
    const atOnce = this.#log.full ? this.logBytes : 0;
    return this.#carriedBytes + bytes <= this.writtenBytes * this.#share + atOnce;
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
