/** f64 place · u32 bytes · u16 bytes of the first key · first key */
const ROW_HEAD_BYTES = 14;
const KEY_BYTES_AT = 12;
const ROOM_BYTES_MIN = 4096;

/**
 * Where the blocks of a table stand, and the first key of each. It is the bytes of its rows, as they stand in the table's file: as objects, those of a large bucket
 * would take several times as much, and the collector would look at each again and again.
 */
export class BlockIndex {
  readonly rows: Buffer;
  /** Where each row begins. */
  readonly #starts: Uint32Array;

  /** @param rows whole; they are kept, not copied */
  constructor(rows: Buffer) {
    this.rows = rows;
    let count = 0;
    for (let at = 0; at < rows.length; at = behind(rows, at)) count++;
    this.#starts = new Uint32Array(count);
    for (let at = 0, block = 0; at < rows.length; at = behind(rows, at)) this.#starts[block++] = at;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Where a block begins. */
  place(block: number): number {
    return this.rows.readDoubleLE(this.#starts[block]);
  }

  bytes(block: number): number {
    return this.rows.readUInt32LE((this.#starts[block] as number) + 8);
  }

  /** Where a block ends. */
  end(block: number): number {
    return this.place(block) + this.bytes(block);
  }

  /** The last block whose first key is not above `key`; -1 when there is none. */
  blockFor(key: string): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#starts[middle] as number;
      const order = compareKeyBytes(this.rows, at + ROW_HEAD_BYTES, this.rows.readUInt16LE(at + KEY_BYTES_AT), key);
      if (order <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Gathers the blocks of a table that is being written. */
export class BlockIndexBuilder {
  #rows: Buffer = Buffer.allocUnsafeSlow(ROOM_BYTES_MIN);
  #length = 0;

  /** Adds the next block. */
  add(place: number, bytes: number, firstKey: string): void {
    this.#reserve(ROW_HEAD_BYTES + firstKey.length);
    let at = this.#rows.writeDoubleLE(place, this.#length);
    at = this.#rows.writeUInt32LE(bytes, at);
    at = this.#rows.writeUInt16LE(firstKey.length, at);
    this.#length = at + this.#rows.write(firstKey, at, "latin1");
  }

  finish(): BlockIndex {
    const rows = Buffer.allocUnsafeSlow(this.#length);
    this.#rows.copy(rows, 0, 0, this.#length);
    return new BlockIndex(rows);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#rows.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#rows.length, this.#length + bytes));
    this.#rows.copy(larger, 0, 0, this.#length);
    this.#rows = larger;
  }
}

/** How a key in latin1 bytes compares with one as text, byte by byte: most are only looked at, and no text is made for them. */
export function compareKeyBytes(bytes: Buffer, start: number, length: number, key: string): number {
  const both = Math.min(length, key.length);
  for (let index = 0; index < both; index++) {
    const difference = (bytes[start + index] as number) - key.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return length - key.length;
}

function behind(rows: Buffer, at: number): number {
  return at + ROW_HEAD_BYTES + rows.readUInt16LE(at + KEY_BYTES_AT);
}
