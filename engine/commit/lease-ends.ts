/** How one lease ended. */
export interface LeaseEndEntry {
  readonly offset: number;
  readonly told: boolean;
  /** Index in `jobStates`. */
  readonly state: number;
  readonly attempts: number;
  readonly dueMs: number;
  /** What is kept of the attempt, in the payload; 0: nothing. */
  readonly textBytes: number;
  readonly textCrc: number;
}

const TOLD_FLAG = 1;
export const LEASE_END_BYTES = 28;

/**
 * How leases ended, one behind the other as they stand in the log (`queue-operation.ts`): one commit may end a thousand, and an object for each would cost more than all that is done
 * with it.
 */
export class LeaseEnds {
  #view: DataView;
  #count: number;

  /** Those that were read; without bytes there is none yet, and room for `most`. */
  constructor(bytes: Uint8Array | undefined, most: number) {
    const room = bytes ?? Buffer.allocUnsafe(most * LEASE_END_BYTES);
    this.#view = new DataView(room.buffer, room.byteOffset, room.length);
    this.#count = bytes === undefined ? 0 : bytes.length / LEASE_END_BYTES;
  }

  static of(...entries: readonly LeaseEndEntry[]): LeaseEnds {
    const ends = new LeaseEnds(undefined, entries.length);
    for (const entry of entries) ends.add(entry);
    return ends;
  }

  get count(): number {
    return this.#count;
  }

  /** As they stand in the log. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset, this.#count * LEASE_END_BYTES);
  }

  add({ offset, told, state, attempts, dueMs, textBytes, textCrc }: LeaseEndEntry): void {
    const at = this.#count++ * LEASE_END_BYTES;
    const view = this.#view;
    view.setFloat64(at, offset, true);
    view.setUint8(at + 8, told ? TOLD_FLAG : 0);
    view.setUint8(at + 9, state);
    view.setUint16(at + 10, attempts, true);
    view.setFloat64(at + 12, dueMs, true);
    view.setUint32(at + 20, textBytes, true);
    view.setUint32(at + 24, textCrc, true);
  }

  /** Whether the lease of this job is among them. */
  has(offset: number): boolean {
    for (let index = 0; index < this.#count; index++) if (this.offset(index) === offset) return true;
    return false;
  }

  offset(index: number): number {
    return this.#view.getFloat64(index * LEASE_END_BYTES, true);
  }

  told(index: number): boolean {
    return (this.#view.getUint8(index * LEASE_END_BYTES + 8) & TOLD_FLAG) !== 0;
  }

  /** Index in `jobStates`. */
  state(index: number): number {
    return this.#view.getUint8(index * LEASE_END_BYTES + 9);
  }

  attempts(index: number): number {
    return this.#view.getUint16(index * LEASE_END_BYTES + 10, true);
  }

  dueMs(index: number): number {
    return this.#view.getFloat64(index * LEASE_END_BYTES + 12, true);
  }

  /** What is kept of the attempt, in the payload; 0: nothing. */
  textBytes(index: number): number {
    return this.#view.getUint32(index * LEASE_END_BYTES + 20, true);
  }

  textCrc(index: number): number {
    return this.#view.getUint32(index * LEASE_END_BYTES + 24, true);
  }
}
