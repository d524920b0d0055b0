import type { JobSlots } from "./job-slots.ts";
import type { LimitKeys } from "./limit-keys.ts";

const FIRST_ROOM = 16;

/** When a job would go, among those of other keys. */
export interface PlaceInLine {
  readonly turn: number;
  readonly priority: number;
  readonly offset: number;
}

/** Whether the first goes before the second: the earlier turn, in one turn the higher priority, then the job that was enqueued first. */
export function goesBefore(a: PlaceInLine, b: PlaceInLine): boolean {
  if (a.turn !== b.turn) return a.turn < b.turn;
  return a.priority === b.priority ? a.offset < b.offset : a.priority > b.priority;
}

/** The keys that may go, the next one first: a heap that knows the place of each, so that any of them may come, go, or change. */
export class TurnHeap {
  readonly #keys: LimitKeys;
  readonly #slots: JobSlots;
  #heap = new Uint32Array(FIRST_ROOM);
  #size = 0;

  constructor(keys: LimitKeys, slots: JobSlots) {
    this.#keys = keys;
    this.#slots = slots;
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return 4 * this.#heap.length;
  }

  /** The key that is next. */
  get first(): number {
    return this.#heap[0] as number;
  }

  /** When the next job of a key would go. */
  placeOf(key: number): PlaceInLine {
    const slot = (this.#keys.root[key] as number) - 1;
    const turn = this.#keys.turn[key] as number;
    return { turn, priority: this.#slots.priority[slot] as number, offset: this.#slots.offset[slot] as number };
  }

  /** Puts a key where it belongs, whether it was there or not. */
  put(key: number): void {
    let at = (this.#keys.place[key] as number) - 1;
    if (at < 0) {
      if (this.#size === this.#heap.length) this.#grow();
      at = this.#size++;
    }
    this.#sift(at, key);
  }

  /** Takes a key out, if it is there. */
  remove(key: number): void {
    const at = (this.#keys.place[key] as number) - 1;
    if (at < 0) return;
    this.#keys.place[key] = 0;
    const last = this.#heap[--this.#size] as number;
    if (at < this.#size) this.#sift(at, last);
  }

  /** Finds the place of a key that stands at this one, or is to. */
  #sift(from: number, key: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(key, this.#heap[parent] as number)) break;
      this.#set(at, this.#heap[parent] as number);
      at = parent;
    }
    for (let child = 2 * at + 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && this.#isBefore(this.#heap[child + 1] as number, this.#heap[child] as number))
        child++;
      if (!this.#isBefore(this.#heap[child] as number, key)) break;
      this.#set(at, this.#heap[child] as number);
      at = child;
    }
    this.#set(at, key);
  }

  #set(at: number, key: number): void {
    this.#heap[at] = key;
    this.#keys.place[key] = at + 1;
  }

  #isBefore(a: number, b: number): boolean {
    const [turnOfA, turnOfB] = [this.#keys.turn[a] as number, this.#keys.turn[b] as number];
    return turnOfA === turnOfB ? goesBefore(this.placeOf(a), this.placeOf(b)) : turnOfA < turnOfB;
  }

  #grow(): void {
    const heap = new Uint32Array(this.#heap.length * 2);
    heap.set(this.#heap);
    this.#heap = heap;
  }
}
