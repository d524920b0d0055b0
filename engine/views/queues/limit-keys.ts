import { NO_NAME, NO_SLOT, SlotTable } from "./slot-table.ts";

const FIRST_ROOM = 16;

/** The keys by which the jobs of a queue are limited, as numbers in flat columns; about 60 bytes a key. They are told apart by 52 bits of their hash. */
export class LimitKeys {
  /** Its hash; -1 of a number that is free. */
  hash: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** When its rate is unused again. */
  fullMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** The earliest turn in which it goes again. */
  turn: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** The time under which it stands in the heap of times; 0: it does not. */
  wakeMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** Jobs that have the key. */
  jobs: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** Those that are being worked on. */
  active: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** Root of the heap of those that may be handed out. */
  root: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** Its place + 1 among the keys that may go; 0: it may not. Of a number that is free the next free one, + 1. */
  place: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  readonly #table: SlotTable = new SlotTable((key) => this.hash[key] as number);
  #unused = 0;
  #free = 0;

  get size(): number {
    return this.#table.size;
  }

  /** Bytes of memory that they take. */
  get bytes(): number {
    return 48 * this.hash.length + this.#table.bytes;
  }

  /** The key's number, or `NO_SLOT`. */
  find(hash: number): number {
    return this.#table.find(hash);
  }

  /** The key's number, a new one if it is not known. */
  numberOf(hash: number): number {
    const found = this.find(hash);
    if (found !== NO_SLOT) return found;
    const key = this.#free === 0 ? this.#unused++ : this.#free - 1;
    if (key === this.hash.length) this.#grow();
    if (this.#free !== 0) this.#free = this.place[key] as number;
    this.hash[key] = hash;
    for (const column of [this.fullMs, this.turn, this.wakeMs, this.jobs, this.active, this.root, this.place])
      column[key] = 0;
    this.#table.add(key);
    return key;
  }

  /** Forgets a key. */
  remove(key: number): void {
    this.#table.remove(this.hash[key] as number);
    this.hash[key] = NO_NAME;
    this.wakeMs[key] = 0;
    this.place[key] = this.#free;
    this.#free = key + 1;
  }

  /** All keys, in no order that means something. */
  *all(): Generator<number> {
    for (let key = 0; key < this.#unused; key++) if (this.hash[key] !== NO_NAME) yield key;
  }

  #grow(): void {
    const length = this.hash.length * 2;
    for (const name of ["hash", "fullMs", "turn", "wakeMs"] as const) {
      const from = this[name];
      this[name] = new Float64Array(length);
      this[name].set(from);
    }
    for (const name of ["jobs", "active", "root", "place"] as const) {
      const from = this[name];
      this[name] = new Uint32Array(length);
      this[name].set(from);
    }
  }
}
