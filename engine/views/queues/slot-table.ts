const FIRST_ROOM = 64;
/** No slot. */
export const NO_SLOT = -1;

/**
 * Finds slots by a number that names them: an open table with linear probing. It holds slots alone; what names a slot is asked of whoever has it. Removing moves those
 * behind back to where they belong, so that nothing is left of what was removed.
 */
export class SlotTable {
  /** Slot + 1; 0: free. */
  #table = new Int32Array(FIRST_ROOM);
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
    return 4 * this.#table.length;
  }

  find(name: number): number {
    const mask = this.#table.length - 1;
    for (let at = hashOf(name) & mask; ; at = (at + 1) & mask) {
      const slot = (this.#table[at] as number) - 1;
      if (slot === NO_SLOT || this.#nameOf(slot) === name) return slot;
    }
  }

  /** Adds a slot whose name is not in the table. */
  add(slot: number): void {
    if (4 * (this.#size + 1) > 3 * this.#table.length) this.#grow();
    this.#size++;
    this.#put(slot);
  }

  remove(name: number): void {
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
    this.#size--;
  }

  #put(slot: number): void {
    const mask = this.#table.length - 1;
    let at = hashOf(this.#nameOf(slot)) & mask;
    while (this.#table[at] !== 0) at = (at + 1) & mask;
    this.#table[at] = slot + 1;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Int32Array(before.length * 2);
    for (const entry of before) if (entry !== 0) this.#put(entry - 1);
  }
}

/** Neighbours go far apart. */
function hashOf(name: number): number {
  const low = name | 0;
  const high = (name / 0x1_0000_0000) | 0;
  const mixed = Math.imul(low ^ Math.imul(high, 0x85eb_ca6b), 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}
