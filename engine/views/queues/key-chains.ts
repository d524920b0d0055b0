import { HELD, type JobSlots, NONE } from "./job-slots.ts";
import { NO_NAME, NO_SLOT, SlotTable } from "./slot-table.ts";

const FIRST_ROOM = 16;

/**
 * Jobs of one ordering key that have not ended, one behind the other as they were enqueued. The first one has the key, whatever its state; those behind it are held until
 * it has ended. Keys
 * are told apart by 52 bits of their hash: two that share them wait for each other, which breaks no promise.
 */
export class KeyChains {
  readonly #slots: JobSlots;
  #key = new Float64Array(FIRST_ROOM);
  /** Slot + 1 of the first and the last job; of a free chain the next free one, by chain + 1. */
  #first = new Uint32Array(FIRST_ROOM);
  #last = new Uint32Array(FIRST_ROOM);
  /** Slot + 1 of the job that came back last: mostly the next one goes right behind it. 0: none, or it has left. */
  #latest = new Uint32Array(FIRST_ROOM);
  readonly #table: SlotTable = new SlotTable((chain) => this.#key[chain] as number);
  #unused = 0;
  #free = 0;

  constructor(slots: JobSlots) {
    this.#slots = slots;
  }

  /** Keys that have jobs. */
  get size(): number {
    return this.#table.size;
  }

  /** Bytes of memory that they take. */
  get bytes(): number {
    return 20 * this.#key.length + this.#table.bytes;
  }

  /** Puts a job behind the others of its key; `HELD` is set if there are some. */
  add(slot: number): void {
    const chain = this.#table.find(this.#slots.key[slot] as number);
    this.#insert(slot, chain === NO_SLOT ? this.#newChain(this.#slots.key[slot] as number) : chain, 0);
  }

  /**
   * Puts a job that had ended back among the others of its key, as they were enqueued, but not before one that keeps the key. Gives the slot of the job that has lost the key
   * to it, or `NO_SLOT`.
   */
  rejoin(slot: number, keepsKey: (holder: number) => boolean): number {
    const { key, offset, behind } = this.#slots;
    const chain = this.#table.find(key[slot] as number);
    if (chain === NO_SLOT) {
      this.add(slot);
      return NO_SLOT;
    }
    const isEarlier = (place: number): boolean =>
      place !== 0 && (offset[place - 1] as number) < (offset[slot] as number);
    let next = this.#first[chain] as number;
    if (keepsKey(next - 1)) next = behind[next - 1] as number;
    const latest = this.#latest[chain] as number;
    if (isEarlier(next) && isEarlier(latest)) next = behind[latest - 1] as number;
    while (isEarlier(next)) next = behind[next - 1] as number;
    const isFirst = next === this.#first[chain];
    this.#insert(slot, chain, next);
    this.#latest[chain] = slot + 1;
    return isFirst ? next - 1 : NO_SLOT;
  }

  /** Before the slot `next` - 1, or at the end. */
  #insert(slot: number, chain: number, next: number): void {
    const slots = this.#slots;
    const before = next === 0 ? (this.#last[chain] as number) : (slots.before[next - 1] as number);
    slots.chain[slot] = chain;
    slots.before[slot] = before;
    slots.behind[slot] = next;
    if (before === 0) this.#first[chain] = slot + 1;
    else {
      slots.behind[before - 1] = slot + 1;
      slots.flags[slot] = (slots.flags[slot] as number) | HELD;
    }
    if (next === 0) this.#last[chain] = slot + 1;
    else slots.before[next - 1] = slot + 1;
  }

  /** Puts a job that is being worked on before the others of its key. Gives the slot of the job that has lost the key to it, or `NO_SLOT`. */
  lead(slot: number): number {
    const chain = this.#table.find(this.#slots.key[slot] as number);
    if (chain === NO_SLOT) {
      this.add(slot);
      return NO_SLOT;
    }
    const first = this.#first[chain] as number;
    this.#insert(slot, chain, first);
    this.#latest[chain] = 0;
    return first - 1;
  }

  /** Takes a job out; gives the slot of the job that has the key from now on because of it, or `NO_SLOT`. */
  remove(slot: number): number {
    const slots = this.#slots;
    const chain = slots.chain[slot] as number;
    const before = slots.before[slot] as number;
    const behind = slots.behind[slot] as number;
    if (this.#latest[chain] === slot + 1) this.#latest[chain] = 0;
    slots.chain[slot] = NONE;
    slots.before[slot] = 0;
    slots.behind[slot] = 0;
    slots.flags[slot] = (slots.flags[slot] as number) & ~HELD;
    if (before !== 0) slots.behind[before - 1] = behind;
    else this.#first[chain] = behind;
    if (behind !== 0) slots.before[behind - 1] = before;
    else this.#last[chain] = before;
    if (before !== 0) return NO_SLOT;
    if (behind === 0) {
      this.#freeChain(chain);
      return NO_SLOT;
    }
    slots.flags[behind - 1] = (slots.flags[behind - 1] as number) & ~HELD;
    return behind - 1;
  }

  /** Slot of the job that has the key of this one. */
  holder(slot: number): number {
    return (this.#first[this.#slots.chain[slot] as number] as number) - 1;
  }

  #newChain(key: number): number {
    const chain = this.#free === 0 ? this.#unused++ : this.#free - 1;
    if (chain === this.#key.length) this.#grow();
    if (this.#free !== 0) this.#free = this.#first[chain] as number;
    this.#key[chain] = key;
    this.#first[chain] = 0;
    this.#last[chain] = 0;
    this.#latest[chain] = 0;
    this.#table.add(chain);
    return chain;
  }

  #freeChain(chain: number): void {
    this.#table.remove(this.#key[chain] as number);
    this.#key[chain] = NO_NAME;
    this.#first[chain] = this.#free;
    this.#free = chain + 1;
  }

  #grow(): void {
    const length = this.#key.length * 2;
    const [key, first] = [new Float64Array(length), new Uint32Array(length)];
    const [last, latest] = [new Uint32Array(length), new Uint32Array(length)];
    key.set(this.#key);
    first.set(this.#first);
    last.set(this.#last);
    latest.set(this.#latest);
    this.#key = key;
    this.#first = first;
    this.#last = last;
    this.#latest = latest;
  }
}
