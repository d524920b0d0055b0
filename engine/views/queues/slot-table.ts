const FIRST_ROOM = 64;
/** Places of the smaller table that are moved with each slot that is added. */
const PLACES_A_MOVE = 16;
/** What a slot is named by that has no name any more. */
export const NO_NAME = -1;
/** No slot. */
export const NO_SLOT = -1;

/**
 * Finds slots by a number that names them: an open table with linear probing. It holds slots alone; what names a slot is asked of whoever has it. Removing moves those
 * behind back to where they belong, so that nothing is left of what was removed.
 *
 * A table that is too small moves to a larger one a few places with each slot that is added, so that no call takes long however many there are. Meanwhile what is not found in the larger one
 * is looked for in the smaller one, which does not change any more: an entry of it counts as long as its slot has the name.
 */
export class SlotTable {
  /** Slot + 1; 0: free. */
  #table = new Int32Array(FIRST_ROOM);
  /** The smaller one, and how many of its places were moved; empty while nothing moves. */
  #before = new Int32Array(0);
  #moved = 0;
  #size = 0;
  readonly #nameOf: (slot: number) => number;

  constructor(nameOf: (slot: number) => number) {
    this.#nameOf = nameOf;
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return 4 * (this.#table.length + this.#before.length);
  }

  find(name: number): number {
    const slot = this.#findIn(this.#table, name);
    return slot === NO_SLOT && this.#before.length > 0 ? this.#findIn(this.#before, name) : slot;
  }

  /** Adds a slot whose name is not in the table. */
  add(slot: number): void {
    if (this.#before.length === 0 && 4 * (this.#size + 1) > 3 * this.#table.length) this.#grow();
    this.#size++;
    this.#put(slot);
    if (this.#before.length > 0) this.#move();
  }

  /** Removes a name; its slot has it no more when anything else is asked of the table. */
  remove(name: number): void {
    this.#size--;
    if (this.#before.length > 0 && this.#findIn(this.#table, name) === NO_SLOT) return;
    const mask = this.#table.length - 1;
    let hole = hashOf(name) & mask;
    while (this.#nameOf((this.#table[hole] as number) - 1) !== name) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; this.#table[at] !== 0; at = (at + 1) & mask) {
      const home = hashOf(this.#nameOf((this.#table[at] as number) - 1)) & mask;
      // What lies between its home and here may not be put in front of its home.
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#table[hole] = this.#table[at] as number;
      hole = at;
    }
    this.#table[hole] = 0;
  }

  #findIn(table: Int32Array, name: number): number {
    const mask = table.length - 1;
    for (let at = hashOf(name) & mask; ; at = (at + 1) & mask) {
      const slot = (table[at] as number) - 1;
      if (slot === NO_SLOT || this.#nameOf(slot) === name) return slot;
    }
  }

  #put(slot: number): void {
    const mask = this.#table.length - 1;
    let at = hashOf(this.#nameOf(slot)) & mask;
    while (this.#table[at] !== 0) at = (at + 1) & mask;
    this.#table[at] = slot + 1;
  }

  #grow(): void {
    this.#before = this.#table;
    this.#table = new Int32Array(this.#before.length * 2);
    this.#moved = 0;
  }

  /** Far fewer slots are added until all places are moved than the larger table has room for. */
  #move(): void {
    const end = Math.min(this.#before.length, this.#moved + PLACES_A_MOVE);
    for (; this.#moved < end; this.#moved++) {
      const slot = (this.#before[this.#moved] as number) - 1;
      if (slot === NO_SLOT) continue;
      const name = this.#nameOf(slot);
      // It may have been removed since, or have another name by now, under which it was added.
      if (name !== NO_NAME && this.#findIn(this.#table, name) === NO_SLOT) this.#put(slot);
    }
    if (this.#moved === this.#before.length) this.#before = new Int32Array(0);
  }
}

/** Neighbours go far apart. */
function hashOf(name: number): number {
  const low = name | 0;
  const high = (name / 0x1_0000_0000) | 0;
  const mixed = Math.imul(low ^ Math.imul(high, 0x85eb_ca6b), 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}
