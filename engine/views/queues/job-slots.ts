import { NO_NAME, SlotTable } from "./slot-table.ts";

/** What is known of one job that is not just waiting; the columns of `JobSlots` at its slot. */
const FIRST_ROOM = 64;

/** An attempt is under way. */
export const BEGUN = 1;
/** It is to be cancelled once its lease ends. */
export const CANCELLING = 2;
/** Its worker told how its last lease ended, and may tell it again. */
export const TOLD = 4;
/** It waits for its ordering key, which another job has. */
export const HELD = 8;
/** It was tried again after it had ended. */
export const REDRIVEN = 16;

/** No ordering key; no worker. */
export const NONE = 0xffff_ffff;

/**
 * Jobs that somebody touched, or that differ from others: leased, delayed, retrying, ended and kept, with a key, or with attempts. One slot each in flat columns, found
 * by the job's offset; about 91 bytes a job.
 */
export class JobSlots {
  offset: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** When the lease ends, when it is due, or when it ended. */
  dueMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** When its last lease began. */
  startedMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** The time under which it stands in the heap of due times, 0: it does not; of a job that ended its place among those that ended, below 0. */
  heapMs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** Position of the commit that made the last lease; 0: none. */
  lease: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  leaseMs: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** Number of the worker that has it, or had it last. */
  worker: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** Hash of its ordering key, also once it has ended; 0: none. */
  key: Float64Array<ArrayBuffer> = new Float64Array(FIRST_ROOM);
  /** The chain of its ordering key, until it has ended. */
  chain: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** Its neighbours in the chain, by slot + 1. */
  before: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  behind: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** Its last text in `AttemptTexts`; 0: none. */
  text: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  /** The operation that changed it, until it ends; 0: none. */
  operation: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  attempts: Uint16Array<ArrayBuffer> = new Uint16Array(FIRST_ROOM);
  maxAttempts: Uint16Array<ArrayBuffer> = new Uint16Array(FIRST_ROOM);
  priority: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_ROOM);
  /** Index in `jobStates`. */
  state: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_ROOM);
  flags: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_ROOM);
  #table: SlotTable = this.#newTable();
  /** Told of a slot that is about to be given to a job, or taken from it. */
  readonly #willChange: (slot: number) => void;
  /** Slots that all columns have, how many of these are larger already, and the slot that makes the next one larger. */
  #room = FIRST_ROOM;
  #grown = 0;
  #growsAt = FIRST_ROOM;
  /** Slots from here on were never used. */
  #unused = 0;
  /** Slots that were given back: the first of a list that goes on in `behind`, by slot + 1. */
  #free = 0;

  constructor(willChange: (slot: number) => void = () => undefined) {
    this.#willChange = willChange;
  }

  get size(): number {
    return this.#table.size;
  }

  /** Slots from here on were never used. */
  get end(): number {
    return this.#unused;
  }

  /** Bytes of memory that they take. */
  get bytes(): number {
    return this.offset.length * 83 + this.#table.bytes;
  }

  isUsed(slot: number): boolean {
    return slot < this.#unused && (this.offset[slot] as number) >= 0;
  }

  /** The job's slot, or `NO_SLOT`. */
  find(offset: number): number {
    return this.#table.find(offset);
  }

  /** A slot for a job that has none. */
  add(offset: number): number {
    const slot = this.#free === 0 ? this.#unused : this.#free - 1;
    this.#willChange(slot);
    while (slot >= this.#growsAt) this.#growColumn();
    if (this.#free === 0) this.#unused++;
    else this.#free = this.behind[slot] as number;
    this.#take(slot, offset);
    return slot;
  }

  /** Gives a job this very slot, while slots are restored; `restored` follows when all are. */
  addAt(slot: number, offset: number): void {
    while (slot >= this.#growsAt) this.#growColumn();
    for (; this.#unused <= slot; this.#unused++) this.offset[this.#unused] = NO_NAME;
    this.#take(slot, offset);
  }

  /** Slots between those that were restored are free. */
  restored(): void {
    this.#free = 0;
    for (let slot = this.#unused - 1; slot >= 0; slot--) if (!this.isUsed(slot)) this.#giveBack(slot);
  }

  #take(slot: number, offset: number): void {
    this.offset[slot] = offset;
    this.dueMs[slot] = 0;
    this.startedMs[slot] = 0;
    this.heapMs[slot] = 0;
    this.lease[slot] = 0;
    this.leaseMs[slot] = 0;
    this.worker[slot] = NONE;
    this.key[slot] = 0;
    this.chain[slot] = NONE;
    this.before[slot] = 0;
    this.behind[slot] = 0;
    this.text[slot] = 0;
    this.operation[slot] = 0;
    this.attempts[slot] = 0;
    this.maxAttempts[slot] = 0;
    this.flags[slot] = 0;
    this.#table.add(slot);
  }

  remove(slot: number): void {
    this.#willChange(slot);
    this.#table.remove(this.offset[slot] as number);
    this.offset[slot] = NO_NAME;
    this.#giveBack(slot);
  }

  #giveBack(slot: number): void {
    this.behind[slot] = this.#free;
    this.#free = slot + 1;
  }

  /** All slots in use, in no order that means something. */
  *all(): Generator<number> {
    for (let slot = 0; slot < this.#unused; slot++) if ((this.offset[slot] as number) >= 0) yield slot;
  }

  #newTable(): SlotTable {
    return new SlotTable((slot) => this.offset[slot] as number);
  }

  /** Makes one column larger. The last slots before all are full make one after the other so, as copying them all at once would hold everything else up. */
  #growColumn(): void {
    const length = this.#room + (this.#room >>> 1);
    this.#growers[this.#grown++]?.(length);
    if (this.#grown === this.#growers.length) {
      this.#room = length;
      this.#grown = 0;
    }
    const ahead = Math.floor(this.#room / GROWING_SHARE);
    this.#growsAt = this.#room - ahead + Math.floor((ahead * this.#grown) / this.#growers.length);
  }

  readonly #growers: readonly ((length: number) => void)[] = [
    ...FLOATS.map((name) => (length: number) => {
      this[name] = grown(this[name], new Float64Array(length));
    }),
    ...WORDS.map((name) => (length: number) => {
      this[name] = grown(this[name], new Uint32Array(length));
    }),
    ...SHORTS.map((name) => (length: number) => {
      this[name] = grown(this[name], new Uint16Array(length));
    }),
    ...BYTES.map((name) => (length: number) => {
      this[name] = grown(this[name], new Uint8Array(length));
    }),
  ];
}

/** While the last of so many parts of all slots are taken, the columns become larger. */
const GROWING_SHARE = 16;
const FLOATS = ["offset", "dueMs", "startedMs", "heapMs", "lease", "key"] as const;
const WORDS = ["leaseMs", "worker", "chain", "before", "behind", "text", "operation"] as const;
const SHORTS = ["attempts", "maxAttempts"] as const;
const BYTES = ["priority", "state", "flags"] as const;

function grown<Column extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
