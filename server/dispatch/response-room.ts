import { ByteBudget } from "./byte-budget.ts";

/**
 * How a client stands to its answers.
 *
 *   owing      some were not taken, or are on their way to it
 *   new        it owes nothing, but was never seen to take an answer: it may be one that never reads
 *   listening  it owes nothing, and has asked again after it had been answered
 */
export type Standing = "owing" | "new" | "listening";

/**
 * What may be returned at once, over all connections: by reads and subscriptions that fetch, and by what waits for clients that have not taken it. Who owes its
 * answers gets the first part of it, a new client half of the rest as well, and one that listens all: those who never read fill up what they can, and nobody who
 * reads waits for them.
 */
export class ResponseRoom extends ByteBudget {
  /** The same bytes; full, and waited for, where a new client's part ends. */
  readonly forNew: ByteBudget;
  #tellShort: ((stillWaits: () => boolean) => void) | undefined;
  readonly #bytesMaxOf: Readonly<Record<Standing, number>>;

  /** `crowdedBytes`: how much of it is for those who owe. */
  constructor(bytesMax: number, crowdedBytes: number) {
    super(bytesMax);
    const owing = Math.min(crowdedBytes, bytesMax);
    this.forNew = new ByteBudget((owing + bytesMax) / 2);
    this.#bytesMaxOf = { owing, new: this.forNew.bytesMax, listening: bytesMax };
  }

  /** Has this called when somebody who has taken all answers waits for room, with what tells whether that is still so. */
  whenShort(tell: (stillWaits: () => boolean) => void): void {
    this.#tellShort = tell;
  }

  tellShort(stillWaits: () => boolean): void {
    this.#tellShort?.(stillWaits);
  }

  /** How much of it those may have who owe. */
  get bytesForOwing(): number {
    return this.#bytesMaxOf.owing;
  }

  override take(bytes: number): void {
    super.take(bytes);
    this.forNew.take(bytes);
  }

  override give(bytes: number): void {
    super.give(bytes);
    this.forNew.give(bytes);
  }

  /** Whether somebody may fetch so many bytes, or what is his part where that is less. */
  hasRoomFor(bytes: number, standing: Standing): boolean {
    const bytesMax = this.#bytesMaxOf[standing];
    return this.bytes + Math.min(bytes, bytesMax) <= bytesMax;
  }
}
