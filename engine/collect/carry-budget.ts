import type { Intent, Sequencer } from "../commit/sequencer.ts";
import type { Log } from "../log/log.ts";

/** The part of the log that what is carried may take. */
const LOG_SHARE_MAX = 0.5;
const LOG_SHARE_MAX_FULL = 0.8;

/**
 * How much may be carried: so much in proportion to what others have committed since the engine was opened. What is carried, and what segments take beside commits, counts for nothing: so it never causes more of
 * it by itself. When the disk is full, it is better to write more often than not to write at all: then the whole log may be carried once in advance, and beyond that while less than half of the log is ever carried,
 * for then each round through the log makes it shorter, until it is half.
 */
export class CarryBudget {
  readonly #log: Log;
  readonly #sequencer: Sequencer;
  readonly #share: number;
  readonly #allBytes: () => number;
  #carriedBytes = 0;

  /**
   * @param share of all that is committed, what is carried among it
   * @param allBytes that are ever carried within the budget, all at once; default: not known
   */
  constructor(log: Log, sequencer: Sequencer, share: number, allBytes: () => number = () => Number.POSITIVE_INFINITY) {
    this.#log = log;
    this.#sequencer = sequencer;
    this.#share = share;
    this.#allBytes = allBytes;
  }

  /** Bytes carried since the engine was opened. */
  get carriedBytes(): number {
    return this.#carriedBytes;
  }

  /** Bytes that the log takes, its last segment as a whole. */
  get logBytes(): number {
    return (this.#log.writer.segment.number - this.#log.firstSegment + 1) * this.#log.segmentBytes;
  }

  /** Whether carrying so many bytes, which are all that is ever carried of a kind, frees something: while they take less than half of the log; more on a full disk. */
  isWorth(allBytes: number): boolean {
    return allBytes < this.logBytes * (this.#log.full ? LOG_SHARE_MAX_FULL : LOG_SHARE_MAX);
  }

  allows(bytes: number): boolean {
    if (bytes === 0) return true;
    const atOnce = this.#log.full ? this.logBytes : 0;
    const ofOthers = this.#sequencer.bytes.accepted;
    if (this.#carriedBytes + bytes <= (ofOthers * this.#share) / (1 - this.#share) + atOnce) return true;
    return this.#log.full && this.#allBytes() < this.logBytes / 2;
  }

  /** Commits what is carried, and notes the bytes that it takes. Only one at a time, of all budgets. */
  async carry<Result>(intent: Intent<Result>, caller: object): Promise<Result> {
    const { bytes } = this.#sequencer;
    const before = bytes.carried;
    try {
      return await this.#sequencer.submit(intent, caller);
    } finally {
      this.#carriedBytes += bytes.carried - before;
    }
  }
}
